package dev.till.protocol.id;

import static java.util.Objects.requireNonNull;

/**
 * The path of an entity: {@code hosts/m2}, {@code companies/apple-inc}.
 *
 * <p>Segments are parted by {@code /}; none is empty, {@code .} or {@code ..}; control characters are refused. At most
 * {@value #MAX_BYTES} UTF-8 bytes. Paths order by their UTF-8 bytes.
 */
public record EntityPath(String value) implements Comparable<EntityPath> {

    /** The longest path, in UTF-8 bytes. */
    public static final int MAX_BYTES = 4096;

    public EntityPath {
        requireNonNull(value, "value");
        int bytes = TextRules.utf8Length(value);
        if (bytes < 1 || bytes > MAX_BYTES || !segmentsAreNamed(value)) {
            throw new IllegalArgumentException("entity: '" + Shown.of(value)
                    + "' (expected: segments parted by '/', none empty, '.' or '..', no control characters, at most "
                    + MAX_BYTES + " bytes)");
        }
    }

    /** Whether this is {@code prefix} itself or lies below it; the empty prefix holds every path. */
    public boolean isWithin(String prefix) {
        if (!value.startsWith(prefix)) {
            return false;
        }
        return prefix.isEmpty()
                || value.length() == prefix.length()
                || prefix.endsWith("/")
                || value.charAt(prefix.length()) == '/';
    }

    /** The last segment: {@code m2} of {@code hosts/m2}. */
    public String name() {
        return value.substring(value.lastIndexOf('/') + 1);
    }

    @Override
    public int compareTo(EntityPath other) {
        return CodePointOrder.INSTANCE.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean segmentsAreNamed(String path) {
        int start = 0;
        for (int i = 0; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                int length = i - start;
                boolean dots = (length == 1 || length == 2) && path.startsWith("..".substring(0, length), start);
                if (length == 0 || dots) {
                    return false;
                }
                start = i + 1;
            }
        }
        return true;
    }
}

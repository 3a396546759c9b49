package dev.till.federation.hub;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The name of one object: segments parted by {@code /}, as in {@code wal/m2/000017.usv}.
 *
 * <p>Narrower than what S3 allows, so that a key is also a safe relative path: no empty segment, none that is
 * {@code .} or {@code ..}, no control character, no backslash, at most 1,024 bytes of UTF-8. Keys order by their UTF-8
 * bytes, as S3 lists them.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
    private static final int MOST_BYTES = 1_024;
    private static final Pattern SHAPE = Pattern.compile("[^/\\\\\\p{Cntrl}]+(/[^/\\\\\\p{Cntrl}]+)*");
    private static final Pattern DOTS = Pattern.compile("(^|.*/)\\.{1,2}(/.*|$)");

    public ObjectKey {
        requireNonNull(value, "value");
        if (!SHAPE.matcher(value).matches() || DOTS.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "object key: '" + value + "' (expected: segments parted by '/', none empty, '.' or '..')");
        }
        int bytes = utf8(value).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "object key: " + bytes + " bytes (expected: at most " + MOST_BYTES + ")");
        }
    }

    @Override
    public int compareTo(ObjectKey other) {
        return Arrays.compareUnsigned(utf8(value), utf8(other.value));
    }

    @Override
    public String toString() {
        return value;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

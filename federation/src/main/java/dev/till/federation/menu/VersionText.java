package dev.till.federation.menu;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A version as people write it, such as {@code 1.10.2} or {@code v2.0.0-rc.1}. Ordered as Semantic Versioning 2.0.0 orders (§11), with
 * any number of parts; missing ones are zero, and what follows a {@code +} does not count.
 */
record VersionText(List<BigInteger> parts, List<String> before) implements Comparable<VersionText> {
    private static final Pattern SHAPE = Pattern.compile(
            "v?(\\d{1,18}(?:\\.\\d{1,18}){0,7})(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+){0,7}))?(?:\\+[0-9A-Za-z.-]+)?");

    /** Throws IllegalArgumentException on what is no version. */
    static VersionText parse(String text) {
        var shape = SHAPE.matcher(text);
        if (text.length() > 100 || !shape.matches()) {
            throw new IllegalArgumentException(
                    "version: '" + shown(text) + "' (expected: numbers parted by dots, as in 1.4.2)");
        }
        return new VersionText(
                Arrays.stream(shape.group(1).split("\\.", -1))
                        .map(BigInteger::new)
                        .toList(),
                shape.group(2) == null ? List.of() : List.of(shape.group(2).split("\\.", -1)));
    }

    @Override
    public int compareTo(VersionText other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int part = part(i).compareTo(other.part(i));
            if (part != 0) {
                return part;
            }
        }
        // A version that is yet to become one comes before it.
        if (before.isEmpty() || other.before.isEmpty()) {
            return Boolean.compare(before.isEmpty(), other.before.isEmpty());
        }
        for (int i = 0; i < Math.min(before.size(), other.before.size()); i++) {
            int word = compareWords(before.get(i), other.before.get(i));
            if (word != 0) {
                return word;
            }
        }
        return Integer.compare(before.size(), other.before.size());
    }

    private BigInteger part(int i) {
        return i < parts.size() ? parts.get(i) : BigInteger.ZERO;
    }

    private static int compareWords(String mine, String theirs) {
        boolean number = mine.matches("\\d+");
        if (number != theirs.matches("\\d+")) {
            return number ? -1 : 1;
        }
        return number ? new BigInteger(mine).compareTo(new BigInteger(theirs)) : mine.compareTo(theirs);
    }

    private static String shown(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}

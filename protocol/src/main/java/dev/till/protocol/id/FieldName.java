package dev.till.protocol.id;

import static java.util.Objects.requireNonNull;

/** The name of a field of an entity: not empty, no control characters, at most {@value #MAX_BYTES} UTF-8 bytes. */
public record FieldName(String value) implements Comparable<FieldName> {

    /** The longest name, in UTF-8 bytes. */
    public static final int MAX_BYTES = 1024;

    public FieldName {
        requireNonNull(value, "value");
        int bytes = TextRules.utf8Length(value);
        if (bytes < 1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("field: '" + Shown.of(value) + "' (expected: 1 to " + MAX_BYTES
                    + " bytes without control characters)");
        }
    }

    @Override
    public int compareTo(FieldName other) {
        return CodePointOrder.INSTANCE.compare(value, other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

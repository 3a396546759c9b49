package dev.till.protocol.id;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** Names a fleet for ever: 32 characters of base32hex, derived from the signed entry that founded it. */
public record FleetId(String value) implements Comparable<FleetId> {
    private static final Pattern TEXT = Pattern.compile("[0-9a-v]{32}");

    public FleetId {
        requireNonNull(value, "value");
        if (!TEXT.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "fleet: '" + Shown.of(value) + "' (expected: 32 characters of 0-9 and a-v)");
        }
    }

    @Override
    public int compareTo(FleetId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.till.protocol.id;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** The name people give a device: {@code m4}, {@code pi-attic}. A label for people; decisions use {@link DeviceId}. */
public record DeviceName(String value) implements Comparable<DeviceName> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    public DeviceName {
        requireNonNull(value, "value");
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("device name: '" + Shown.of(value)
                    + "' (expected: 1 to 64 of A-Z a-z 0-9 . _ -, not starting with '.' or '-')");
        }
    }

    @Override
    public int compareTo(DeviceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

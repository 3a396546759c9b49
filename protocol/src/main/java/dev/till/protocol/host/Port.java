package dev.till.protocol.host;

import dev.till.protocol.id.Shown;
import java.util.regex.Pattern;

/** A TCP port, 1 to 65535. */
public record Port(int value) {

    /** Where SSH listens unless told otherwise. */
    public static final Port SSH = new Port(22);

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");

    public Port {
        if (value < 1 || value > 65535) {
            throw invalid(String.valueOf(value));
        }
    }

    /** Reads decimal digits; throws IllegalArgumentException on anything else. */
    public static Port parse(String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw invalid(text);
        }
        return new Port(Integer.parseInt(text));
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("port: " + Shown.of(text) + " (expected: 1 to 65535)");
    }
}

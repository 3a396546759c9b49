package dev.till.protocol.host;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.Shown;
import java.util.regex.Pattern;

/** The name of an account on a host, in which nothing can be mistaken for an option or for shell syntax. */
public record UserName(String value) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._][A-Za-z0-9._@+-]{0,254}\\$?");

    public UserName {
        requireNonNull(value, "value");
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("user: '" + Shown.of(value)
                    + "' (expected: up to 255 of A-Z a-z 0-9 . _ @ + -, not starting with '-', '@' or '+')");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

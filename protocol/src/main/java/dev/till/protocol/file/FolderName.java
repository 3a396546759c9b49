package dev.till.protocol.file;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/** The name of a folder that devices keep in step: 1 to 64 of {@code A-Z a-z 0-9 . _ -}, not starting with {@code .} or {@code -}. */
public record FolderName(String value) implements Comparable<FolderName> {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");

    public FolderName {
        requireNonNull(value, "value");
        if (!NAME.matcher(value).matches()) {
            var shown = value.length() > 80 ? value.substring(0, 80) + "…" : value;
            throw new IllegalArgumentException("folder: '" + shown.replaceAll("\\p{Cntrl}", "?")
                    + "' (expected: 1 to 64 of A-Z a-z 0-9 . _ -, not starting with '.' or '-')");
        }
    }

    @Override
    public int compareTo(FolderName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

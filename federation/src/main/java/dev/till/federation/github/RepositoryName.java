package dev.till.federation.github;

import java.util.regex.Pattern;

/** A repository as people name it: {@code OWNER/REPO}. Nothing else gets into the path of a request. */
public record RepositoryName(String value) {
    private static final Pattern SHAPE =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,38}/(?!\\.{1,2}$)[A-Za-z0-9._-]{1,100}");

    public RepositoryName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "repository: '" + value + "' (expected: OWNER/REPO, as in ada/fleet-hub)");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}

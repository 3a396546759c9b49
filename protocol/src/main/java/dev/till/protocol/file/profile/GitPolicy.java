package dev.till.protocol.file.profile;

/** What is done about git repositories in a folder. */
public enum GitPolicy {
    /** Nothing: their worktrees are files like others, and {@code .git} is left out. */
    NEVER,
    /** They travel as bundles; the branches of other devices are fetched, and one's own left alone. */
    FETCH,
    /** The same, and a clean worktree goes on to what another device has, where that only goes on from it. */
    FAST_FORWARD;

    /** Reads what a profile says; throws IllegalArgumentException on anything else. */
    static GitPolicy parse(String text) {
        return switch (text) {
            case "never" -> NEVER;
            case "fetch" -> FETCH;
            case "fast-forward" -> FAST_FORWARD;
            default ->
                throw new IllegalArgumentException("git: '" + text + "' (expected: never, fetch or fast-forward)");
        };
    }
}

package dev.till.node.files;

import dev.till.node.message.FilesCommand.Why;

/** Something is not done, and why. */
final class FilesRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final Why why;
    private final boolean passing;

    FilesRefusal(Why why, String message) {
        this(why, message, false);
    }

    private FilesRefusal(Why why, String message, boolean passing) {
        super(message);
        this.why = why;
        this.passing = passing;
    }

    /** It is not done now, and may be a moment later. */
    static FilesRefusal forNow(String message) {
        return new FilesRefusal(Why.CONFLICT, message, true);
    }

    /** Whether the same may be done a moment later. */
    boolean isPassing() {
        return passing;
    }

    Why why() {
        return why;
    }
}

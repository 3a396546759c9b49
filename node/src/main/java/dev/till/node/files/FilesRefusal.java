package dev.till.node.files;

import dev.till.node.message.FilesCommand.Why;

/** Something is not done, and why. */
final class FilesRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final Why why;

    FilesRefusal(Why why, String message) {
        super(message);
        this.why = why;
    }

    Why why() {
        return why;
    }
}

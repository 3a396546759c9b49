package dev.till.node.cli;

/** A command cannot do what it was asked to; the message says what was wrong, with which input, and what to try next. */
public final class CommandFailure extends Exception {
    private final int exitStatus;

    public CommandFailure(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
    }

    public CommandFailure(int exitStatus, String message, Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /** One of {@link ExitStatus}. */
    public int exitStatus() {
        return exitStatus;
    }
}

package dev.till.node.ssh.procedure;

/** A step on a host came to nothing, and with it what should have followed: why, in words for people. */
public final class StepFailed extends Exception {
    private final boolean unreached;

    public StepFailed(String message) {
        this(message, false);
    }

    /** {@code unreached} when the host could not be reached for it. */
    public StepFailed(String message, boolean unreached) {
        super(message);
        this.unreached = unreached;
    }

    public boolean isUnreached() {
        return unreached;
    }
}

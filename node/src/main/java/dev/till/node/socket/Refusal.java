package dev.till.node.socket;

import static java.util.Objects.requireNonNull;

/** A request was understood to the point of saying no: what kind of no, and in words what was wrong and what to try. */
public final class Refusal extends Exception {
    private final Reason reason;

    public Refusal(Reason reason, String message) {
        super(requireNonNull(message, "message"));
        this.reason = requireNonNull(reason, "reason");
    }

    /** What kind of no. */
    public Reason reason() {
        return reason;
    }
}

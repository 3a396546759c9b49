package dev.till.node.client;

import dev.till.node.socket.Reason;
import java.io.IOException;

/** The node of a home could not be reached; the message says what to try. */
public final class NodeUnreachableException extends IOException {
    private final Reason reason;

    NodeUnreachableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Whether it is not running, not ours, or something else. */
    public Reason reason() {
        return reason;
    }
}

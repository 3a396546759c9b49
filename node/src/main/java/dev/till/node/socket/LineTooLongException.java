package dev.till.node.socket;

import java.io.IOException;

/** A line passed {@link SocketProtocol#MAX_LINE_BYTES}; the connection cannot go on. */
public final class LineTooLongException extends IOException {
    public LineTooLongException() {
        super("line: more than " + SocketProtocol.MAX_LINE_BYTES + " bytes (expected: at most that many)");
    }
}

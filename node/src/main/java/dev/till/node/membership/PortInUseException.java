package dev.till.node.membership;

import java.io.IOException;

/** The address to listen on cannot be had. The message names it and what to change. */
public final class PortInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    PortInUseException(String message, IOException cause) {
        super(message, cause);
    }
}

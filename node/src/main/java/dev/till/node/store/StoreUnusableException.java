package dev.till.node.store;

import java.io.IOException;

/** The file of the store cannot be read: it is damaged, or a newer till wrote it. The message says which. */
public final class StoreUnusableException extends IOException {
    private final boolean damaged;

    StoreUnusableException(String message, boolean damaged, Throwable cause) {
        super(message, cause);
        this.damaged = damaged;
    }

    /** Whether the file is damaged, so that making it anew from a whole journal would help. */
    public boolean isDamaged() {
        return damaged;
    }
}

package dev.till.node.backup;

import java.io.IOException;

/** A file is no backup, not a whole one, or not one that this till reads; the message says which, and what to try. */
public final class BadBackupException extends IOException {
    BadBackupException(String message) {
        super(message);
    }

    BadBackupException(String message, Throwable cause) {
        super(message, cause);
    }
}

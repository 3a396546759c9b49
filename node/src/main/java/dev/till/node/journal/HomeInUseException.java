package dev.till.node.journal;

import java.io.IOException;
import java.nio.file.Path;

/** Another process, or another node in this one, uses the home. */
public final class HomeInUseException extends IOException {
    private final String pid;

    HomeInUseException(Path home, String pid) {
        super("home: " + home + " is in use by process " + pid
                + " (expected: one node per home). Stop that one with `till down`, or choose another home with --home");
        this.pid = pid;
    }

    /** Process id of the owner as the lock file tells it; {@code unknown} when it does not. */
    public String pid() {
        return pid;
    }
}

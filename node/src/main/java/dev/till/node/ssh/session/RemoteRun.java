package dev.till.node.ssh.session;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A command that runs on a host. None of its methods waits; all may be called from any thread. */
public interface RemoteRun {
    /** How long a command may take to end once it was asked to; a busy host takes as long again to ask it. */
    Duration GRACE = Duration.ofSeconds(2);

    /** So many bytes of its output have been dealt with: as many more may come. Else it is held up when a window is full. */
    void taken(int bytes);

    /**
     * Asks it to end, as {@code kill} does by itself.
     *
     * @return completed when the host has passed that on or cannot, which it must within the time it has to begin a command
     */
    CompletionStage<Void> terminate();

    /** Ends it for good, and the channel with it. */
    void kill();
}

package dev.till.node.ssh.session;

import dev.till.node.message.JobCommand.Outcome;

/**
 * Told what a command does, one call at a time, in threads that must not be held up: that it is refused, and nothing more; or
 * that it has begun, what it prints, and how it ended.
 */
interface RunListener {

    /** The host does not run it, and has run nothing of it. */
    void refused(Unreached why);

    /** The host has taken it on. */
    void begun(RemoteRun run);

    /** It printed; {@code bytes} are the listener's. */
    void printed(boolean error, byte[] bytes);

    /** It is over; the last call. */
    void ended(Outcome outcome);
}

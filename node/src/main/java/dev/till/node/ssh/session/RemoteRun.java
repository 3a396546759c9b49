package dev.till.node.ssh.session;

/** A command that runs on a host. None of its methods waits; all may be called from any thread. */
public interface RemoteRun {

    /** So many bytes of its output have been dealt with: as many more may come. Else it is held up when a window is full. */
    void taken(int bytes);

    /** Asks it to end, as {@code kill} does by itself. */
    void terminate();

    /** Ends it for good, and the channel with it. */
    void kill();
}

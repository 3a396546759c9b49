package dev.till.node.ssh.session;

import dev.till.node.message.HostCommand;
import java.util.concurrent.CompletionStage;

/** An admitted connection to a host. None of its methods waits; all may be called from any thread. */
interface SshLink {

    /** Runs a command. */
    void run(HostCommand command, RunListener listener);

    /** Completed, with this link, when the connection has ended, whoever ended it. */
    CompletionStage<SshLink> ended();

    /** Ends it, and what runs over it. */
    void close();
}

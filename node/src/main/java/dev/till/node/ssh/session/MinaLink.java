package dev.till.node.ssh.session;

import dev.till.node.message.HostCommand;
import dev.till.node.message.SshFault;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session of Apache MINA SSHD. */
final class MinaLink implements SshLink {
    private static final Logger LOG = LoggerFactory.getLogger(MinaLink.class);

    private final ClientSession session;
    private final Executor blocking;
    private final CompletableFuture<SshLink> ended = new CompletableFuture<>();

    /** {@code blocking} reads what commands are to read. */
    MinaLink(ClientSession session, Executor blocking) {
        this.session = session;
        this.blocking = blocking;
        session.addCloseFutureListener(closed -> ended.complete(this));
    }

    @Override
    public void run(HostCommand command, RunListener listener) {
        try {
            var run = new MinaRun(command, new GroupMark(), listener, this::aside, blocking);
            session.getService(ConnectionService.class).registerChannel(run);
            run.open().addListener(opening -> {
                if (opening.isOpened()) {
                    run.begin();
                } else {
                    var why = opening.getException();
                    listener.refused(refused(why == null ? "no reason given" : why.getMessage()));
                }
            });
        } catch (IOException | RuntimeException e) {
            listener.refused(refused(e.getMessage()));
        }
    }

    @Override
    public CompletionStage<SshLink> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        session.close(true);
    }

    private void aside(String line) {
        try {
            session.createExecChannel(line).open();
        } catch (IOException | RuntimeException e) {
            LOG.debug("A command could not be ended on its host", e);
        }
    }

    private static Unreached refused(String why) {
        return new Unreached(
                SshFault.SESSION,
                "the host begins no command on this connection: " + why + " (see MaxSessions in its sshd_config)");
    }
}

package dev.till.node.ssh.session;

import dev.till.node.message.HostCommand;
import dev.till.node.message.SshFault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session of Apache MINA SSHD. */
final class MinaLink implements SshLink {
    private static final Logger LOG = LoggerFactory.getLogger(MinaLink.class);

    private final ClientSession session;
    private final Executor blocking;
    private final Duration beginWithin;
    private volatile boolean posix;
    private final CompletableFuture<SshLink> ended = new CompletableFuture<>();

    /**
     * @param blocking reads what commands are to read
     * @param beginWithin how long the host may take to begin a command
     */
    MinaLink(ClientSession session, Executor blocking, Duration beginWithin) {
        this.session = session;
        this.blocking = blocking;
        this.beginWithin = beginWithin;
        session.addCloseFutureListener(closed -> ended.complete(this));
    }

    @Override
    public void run(HostCommand command, RunListener listener) {
        try {
            var run = new MinaRun(command, new GroupMark(posix, () -> posix = true), listener, this::aside, blocking);
            session.getService(ConnectionService.class).registerChannel(run);
            var opened = new CompletableFuture<OpenFuture>();
            run.open().addListener(opened::complete);
            var unused = opened.orTimeout(beginWithin.toMillis(), TimeUnit.MILLISECONDS)
                    .whenComplete((opening, late) -> {
                        if (late != null) {
                            run.close(true);
                            listener.refused(refused("no answer within " + beginWithin.toSeconds() + " s"));
                        } else if (opening.isOpened()) {
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

    private CompletionStage<Boolean> aside(String line) {
        var over = new CompletableFuture<Boolean>();
        try {
            var channel = session.createExecChannel(line);
            // One that is refused is closed as well, and which of the two is told first is open.
            channel.open().addListener(opening -> {
                if (opening.isOpened()) {
                    channel.addCloseFutureListener(closed -> over.complete(true));
                } else {
                    over.complete(false);
                }
            });
        } catch (IOException | RuntimeException e) {
            LOG.debug("A command could not be ended on its host", e);
            over.complete(false);
        }
        return over.completeOnTimeout(false, beginWithin.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Unreached refused(String why) {
        return new Unreached(
                SshFault.SESSION,
                "the host begins no command on this connection: " + why + " (see MaxSessions in its sshd_config)");
    }
}

package dev.till.node.ssh.session;

import dev.till.node.message.CommandInput;
import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.common.SshConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel whose output goes straight to its listener.
 *
 * <p>The streams that MINA offers either hold up the thread that reads for other hosts too, or open the window again as soon as
 * anything was read. Here it opens by what was dealt with, so what lies between the host and those who read it never exceeds
 * the window.
 */
final class MinaRun extends ChannelExec implements RemoteRun {
    private static final Logger LOG = LoggerFactory.getLogger(MinaRun.class);

    /** How long a host may take to say which group it has made. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RunListener listener;
    private final GroupMark mark;
    private final Function<String, CompletionStage<Boolean>> aside;
    private final CommandInput input;
    private final Executor blocking;
    private Feed feed;
    private volatile String broken;
    private boolean told;
    private boolean begun;
    private boolean closed;

    /**
     * @param aside runs another line on the same host; completed when that is over, in time, however it went, or with false
     *     when the host did not take it on
     * @param blocking reads what the command is to read
     */
    MinaRun(
            HostCommand command,
            GroupMark mark,
            RunListener listener,
            Function<String, CompletionStage<Boolean>> aside,
            Executor blocking) {
        super(mark.before(command.line()).getBytes(StandardCharsets.UTF_8), null, Map.of());
        input = command.input();
        this.blocking = blocking;
        this.listener = listener;
        this.mark = mark;
        this.aside = aside;
        setStreaming(Streaming.Async);
        addCloseFutureListener(closing -> closed());
    }

    /** It is open: the command reads, and what it does is told from now on. */
    void begin() {
        tellBegun();
        if (input == CommandInput.NONE) {
            endInput();
        } else {
            feed = new Feed(input, getAsyncIn(), blocking, new Feed.End() {
                @Override
                public void whole() {
                    endInput();
                }

                @Override
                public void broken(String why) {
                    breakOff(why);
                }
            });
            feed.next();
        }
        synchronized (this) {
            begun = true;
            if (!closed) {
                return;
            }
        }
        end();
    }

    /** What it prints may come before whoever opened it has been told that it is open. */
    private synchronized void tellBegun() {
        if (!told) {
            told = true;
            listener.begun(this);
        }
    }

    private void endInput() {
        try {
            sendEof();
        } catch (IOException e) {
            LOG.debug("No end of input for a command", e);
        }
    }

    /** A command must not take half of its input for the whole. */
    private void breakOff(String why) {
        if (isOpen() && getExitStatus() == null) {
            broken = why;
            kill();
        }
    }

    @Override
    public void taken(int bytes) {
        try {
            if (isOpen()) {
                getLocalWindow().release(bytes);
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("The window of a command that ends cannot be opened", e);
        }
    }

    @Override
    public CompletionStage<Void> terminate() {
        return mark.group(PATIENCE).thenCompose(group -> signal("TERM", group));
    }

    /** Before the channel is closed the command is gone: else it would take the end of that for the end of what it reads. */
    @Override
    public void kill() {
        if (isOpen()) {
            var unused = mark.group(PATIENCE)
                    .thenCompose(group -> signal("KILL", group))
                    .thenRun(() -> close(false));
        }
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) {
        tellBegun();
        listener.printed(false, Arrays.copyOfRange(data, off, off + (int) len));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) {
        var passed = mark.pass(Arrays.copyOfRange(data, off, off + (int) len));
        if (passed.length > 0) {
            tellBegun();
            listener.printed(true, passed);
        }
        // What is held and passed on later counts twice, and opens the window by those few thousand bytes more.
        taken((int) Math.max(0, len - passed.length));
    }

    /** By {@code kill} on the host where that is possible, else by asking its server; completed when no more can be done. */
    private CompletionStage<Void> signal(String name, OptionalLong group) {
        if (!isOpen()) {
            return CompletableFuture.completedFuture(null);
        }
        var killed = group.isPresent()
                ? aside.apply("kill -" + name + " -" + group.getAsLong())
                : CompletableFuture.completedFuture(false);
        return killed.thenAccept(taken -> {
            // A host may admit no other command beside this one.
            if (!taken) {
                request(name);
            }
        });
    }

    /** RFC 4254, section 6.9. */
    private void request(String name) {
        try {
            var request = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 64);
            request.putUInt(getRecipient());
            request.putString("signal");
            request.putBoolean(false);
            request.putString(name);
            writePacket(request);
        } catch (IOException e) {
            LOG.debug("A signal could not be sent", e);
        }
    }

    private void closed() {
        synchronized (this) {
            closed = true;
            if (!begun) {
                return;
            }
        }
        end();
    }

    private void end() {
        if (feed != null) {
            feed.close();
        }
        var rest = mark.rest();
        if (rest.length > 0) {
            listener.printed(true, rest);
        }
        listener.ended(outcome());
    }

    private Outcome outcome() {
        // Also when it ended well, for that it did by half of its input.
        if (broken != null) {
            return new Outcome.Cut("what it was to read broke off: " + broken);
        }
        if (getExitSignal() != null) {
            return new Outcome.Signalled(getExitSignal());
        }
        return getExitStatus() == null
                ? new Outcome.Cut("the connection ended before the command did")
                : new Outcome.Exited(getExitStatus());
    }
}

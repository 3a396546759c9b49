package dev.till.node.ssh.session;

import dev.till.node.message.CommandInput;
import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
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

    private final RunListener listener;
    private final GroupMark mark;
    private final Consumer<String> aside;
    private final CommandInput input;
    private final Executor blocking;
    private Feed feed;
    private volatile String broken;
    private boolean begun;
    private boolean closed;

    /**
     * @param aside runs another line on the same host, and tells nobody how that went
     * @param blocking reads what the command is to read
     */
    MinaRun(HostCommand command, GroupMark mark, RunListener listener, Consumer<String> aside, Executor blocking) {
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
        listener.begun(this);
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

    private void endInput() {
        try {
            sendEof();
        } catch (IOException e) {
            LOG.debug("No end of input for a command", e);
        }
    }

    /** A command must not take half of its input for the whole. */
    private void breakOff(String why) {
        if (isOpen()) {
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
    public void terminate() {
        signal("TERM");
    }

    @Override
    public void kill() {
        signal("KILL");
        close(false);
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) {
        listener.printed(false, Arrays.copyOfRange(data, off, off + (int) len));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) {
        var passed = mark.pass(Arrays.copyOfRange(data, off, off + (int) len));
        if (passed.length > 0) {
            listener.printed(true, passed);
        }
        // What is held and passed on later counts twice, and opens the window by those few thousand bytes more.
        taken((int) Math.max(0, len - passed.length));
    }

    private void signal(String name) {
        if (!isOpen()) {
            return;
        }
        var group = mark.group();
        if (group.isPresent()) {
            aside.accept("kill -" + name + " -" + group.getAsLong());
        } else {
            request(name);
        }
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
        if (broken != null && getExitStatus() == null) {
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

package dev.till.node.ssh.session;

import dev.till.node.message.CommandInput;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on what a command is to read, one piece at a time: the next is read when the host has made room for the one before it,
 * so no more than one lies here however slow the host is.
 */
final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final int PIECE = 64 << 10;

    private final CommandInput input;
    private final IoOutputStream to;
    private final Executor blocking;
    private final End end;
    private InputStream in;
    private boolean closed;

    /** Told how it ended, once, unless it was closed before. */
    interface End {
        /** All of it is on its way. */
        void whole();

        /** The rest could not be read or sent. */
        void broken(String why);
    }

    Feed(CommandInput input, IoOutputStream to, Executor blocking, End end) {
        this.input = input;
        this.to = to;
        this.blocking = blocking;
        this.end = end;
    }

    /** Begins, or goes on; returns at once. */
    void next() {
        try {
            blocking.execute(this::piece);
        } catch (RejectedExecutionException e) {
            end.broken("the node is going down");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (in != null) {
            try {
                in.close();
            } catch (IOException e) {
                LOG.debug("What a command was to read did not close", e);
            }
        }
    }

    private void piece() {
        try {
            var from = opened();
            if (from == null) {
                return;
            }
            var bytes = new byte[PIECE];
            int read = from.read(bytes);
            if (read < 0) {
                close();
                end.whole();
            } else {
                to.writeBuffer(new ByteArrayBuffer(Arrays.copyOf(bytes, read))).addListener(done -> {
                    if (done.isWritten()) {
                        next();
                    } else {
                        broken(String.valueOf(done.getException()));
                    }
                });
            }
        } catch (IOException | RuntimeException e) {
            broken(e.getMessage());
        }
    }

    private synchronized InputStream opened() throws IOException {
        if (in == null && !closed) {
            in = input.open();
        }
        return closed ? null : in;
    }

    private void broken(String why) {
        synchronized (this) {
            if (closed) {
                return;
            }
        }
        close();
        end.broken(why);
    }
}

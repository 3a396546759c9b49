package dev.till.node.files.round;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something with each of many contents on other threads, in no order, while the next comes from the network. Few of them
 * wait at a time; then whoever brings more waits. For one thread at a time.
 */
final class Beside implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Beside.class);
    private static final int MOST_WAITING = 8;

    private final Workers threads = new Workers("till-files-stage", 2);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Queue<Future<?>> underWay = new ArrayDeque<>();

    Beside() {
        for (int i = 0; i < MOST_WAITING; i++) {
            free.add(new byte[0]);
        }
    }

    /** What is done with a content. */
    interface Use {
        /** {@code bytes} are only lent, as far as {@code length}. */
        void of(byte[] bytes, int length) throws IOException;
    }

    /** Has this done soon; {@code bytes} are copied. Throws what an earlier one threw. */
    void use(byte[] bytes, int length, Use use) throws IOException {
        while (!underWay.isEmpty() && underWay.peek().isDone()) {
            Readers.result(underWay.remove());
        }
        var taken = take();
        var copy = taken.length < length ? new byte[length] : taken;
        System.arraycopy(bytes, 0, copy, 0, length);
        underWay.add(threads.get().submit(() -> {
            try {
                use.of(copy, length);
            } finally {
                free.add(copy);
            }
            return null;
        }));
    }

    private byte[] take() throws IOException {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while contents were put on the stage");
        }
    }

    /** Waits until all of it is done. */
    void finish() throws IOException {
        while (!underWay.isEmpty()) {
            Readers.result(underWay.remove());
        }
    }

    /**
     * What is under way is waited for, whatever comes of it, unless the thread is interrupted: it must not go on when all is
     * cleared away.
     */
    @Override
    public void close() {
        try {
            while (!underWay.isEmpty()) {
                try {
                    finish();
                } catch (IOException | IllegalStateException e) {
                    LOG.debug("After another failure: {}", e.toString());
                }
            }
        } finally {
            threads.close();
        }
    }
}

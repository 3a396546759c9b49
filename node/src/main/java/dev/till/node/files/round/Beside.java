package dev.till.node.files.round;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something with each of many contents on other threads, in no order, while the next comes from the network. Small ones
 * are handed over several at a time: to wake a thread costs as much as to write a small file. Few parcels wait at a time; then
 * whoever brings more waits. For one thread at a time.
 */
final class Beside implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Beside.class);
    private static final int MOST_WAITING = 4;
    private static final int PARCEL_CONTENTS = 16;
    private static final int PARCEL_BYTES = 192 << 10;

    private final Workers threads = new Workers("till-files-stage", 2);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Queue<Future<?>> underWay = new ArrayDeque<>();
    private Optional<Parcel> open = Optional.empty();

    Beside() {
        for (int i = 0; i < MOST_WAITING; i++) {
            free.add(new byte[0]);
        }
    }

    /** What is done with a content. */
    interface Use {
        /** {@code bytes} are only lent, so many from {@code offset} on. */
        void of(byte[] bytes, int offset, int length) throws IOException;
    }

    /** A content in a parcel. */
    private record Content(int offset, int length, Use use) {}

    /** Some contents, one behind the other. */
    private static final class Parcel {
        private final byte[] bytes;
        private final List<Content> contents = new ArrayList<>();
        private int filled;

        Parcel(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Its bytes may be more than a parcel has: a large content had them before. */
        boolean hasRoomFor(int length) {
            return contents.size() < PARCEL_CONTENTS && filled + length <= PARCEL_BYTES;
        }

        boolean isFull() {
            return contents.size() >= PARCEL_CONTENTS || filled >= PARCEL_BYTES;
        }

        void add(byte[] content, int length, Use use) {
            System.arraycopy(content, 0, bytes, filled, length);
            contents.add(new Content(filled, length, use));
            filled += length;
        }

        void use() throws IOException {
            for (Content each : contents) {
                each.use().of(bytes, each.offset(), each.length());
            }
        }
    }

    /** Has this done soon; {@code bytes} are copied. Throws what an earlier one threw. */
    void use(byte[] bytes, int length, Use use) throws IOException {
        if (open.isPresent() && !open.get().hasRoomFor(length)) {
            send();
        }
        if (open.isEmpty()) {
            open = Optional.of(new Parcel(room(Math.max(PARCEL_BYTES, length))));
        }
        open.get().add(bytes, length, use);
        if (open.get().isFull()) {
            send();
        }
    }

    private byte[] room(int length) throws IOException {
        while (!underWay.isEmpty() && underWay.peek().isDone()) {
            Readers.result(underWay.remove());
        }
        try {
            var taken = free.take();
            return taken.length < length ? new byte[length] : taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while contents were put on the stage");
        }
    }

    private void send() {
        var parcel = open.orElseThrow();
        open = Optional.empty();
        underWay.add(threads.get().submit(() -> {
            try {
                parcel.use();
            } finally {
                free.add(parcel.bytes);
            }
            return null;
        }));
    }

    /** Waits until all of it is done. */
    void finish() throws IOException {
        if (open.isPresent()) {
            send();
        }
        while (!underWay.isEmpty()) {
            Readers.result(underWay.remove());
        }
    }

    /**
     * What is under way is waited for, whatever comes of it, unless the thread is interrupted: it must not go on when all is
     * cleared away. What was not handed over yet is left out.
     */
    @Override
    public void close() {
        open = Optional.empty();
        try {
            while (!underWay.isEmpty()) {
                try {
                    finish();
                } catch (IOException | RuntimeException | Error e) {
                    LOG.debug("After another failure: {}", e.toString());
                }
            }
        } finally {
            threads.close();
        }
    }
}

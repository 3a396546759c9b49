package dev.till.node.files.round;

import dev.till.node.files.round.Reading.Mine;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.AgreedRow;
import dev.till.protocol.file.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Reads several files at a time, on as many threads as there are processors: hashing is most of the work of a first round. */
final class Readers implements Closeable {
    private static final int MOST_THREADS = 4;

    /** A few files are read sooner than threads are started. */
    private static final int FEW = 16;

    private final Supplier<Reading> readings;
    private final Queue<Reading> free = new ConcurrentLinkedQueue<>();
    private final Workers threads = new Workers(
            "till-files-read", Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    private int asked;
    private volatile boolean closed;

    /** @param readings makes what one thread reads with */
    Readers(Supplier<Reading> readings) {
        this.readings = readings;
    }

    /** Reads, now or soon; see {@link Reading#read}. */
    Future<Optional<Mine>> read(FilePath path, Stat stat, Optional<AgreedRow> row) {
        asked++;
        if (asked > FEW) {
            return threads.get().submit(() -> readNow(path, stat, row));
        }
        try {
            return CompletableFuture.completedFuture(readNow(path, stat, row));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Optional<Mine> readNow(FilePath path, Stat stat, Optional<AgreedRow> row) throws IOException {
        var taken = Optional.ofNullable(free.poll()).orElseGet(readings);
        try {
            return taken.read(path, stat, row);
        } finally {
            free.add(taken);
            if (closed) {
                closeFree();
            }
        }
    }

    /** What another thread brings, once it has; throws what stood in its way. */
    static <T> T result(Future<T> work) throws IOException {
        try {
            return work.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while files were read");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Reads no more; what is being read is broken off. */
    @Override
    public void close() throws IOException {
        threads.close();
        // Whoever still reads closes what it reads with when it ends.
        closed = true;
        closeFree();
    }

    private void closeFree() throws IOException {
        for (var each = free.poll(); each != null; each = free.poll()) {
            each.close();
        }
    }
}

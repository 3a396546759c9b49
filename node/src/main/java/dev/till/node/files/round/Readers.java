package dev.till.node.files.round;

import dev.till.node.files.round.Reading.Mine;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.AgreedRow;
import dev.till.protocol.file.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Reads several files at a time, on as many threads as there are processors: hashing is most of the work of a first round. Small
 * ones are handed over several at a time: to wake a thread costs as much as to read one. For one thread at a time.
 */
final class Readers implements Closeable {
    private static final int MOST_THREADS = 4;

    /** A few files are read sooner than threads are started. */
    private static final int FEW = 16;

    private static final int MOST_TOGETHER = 16;
    private static final long MOST_BYTES_TOGETHER = 512 << 10;

    private final Supplier<Reading> readings;
    private final Queue<Reading> free = new ConcurrentLinkedQueue<>();
    private final Workers threads = new Workers(
            "till-files-read", Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    private final List<Asked> together = new ArrayList<>();
    private long bytesTogether;
    private int asked;
    private volatile boolean closed;

    /** @param readings makes what one thread reads with */
    Readers(Supplier<Reading> readings) {
        this.readings = readings;
    }

    /** A file that is to be read. */
    private final class Asked extends CompletableFuture<Optional<Mine>> {
        private final FilePath path;
        private final Stat stat;
        private final Optional<AgreedRow> row;
        private boolean waits;

        Asked(FilePath path, Stat stat, Optional<AgreedRow> row) {
            this.path = path;
            this.stat = stat;
            this.row = row;
        }

        void read() {
            try {
                complete(readNow(path, stat, row));
            } catch (IOException | RuntimeException | Error e) {
                completeExceptionally(e);
            }
        }
    }

    /** Reads, now or soon, and no later than somebody waits for it by {@link #await}; see {@link Reading#read}. */
    CompletableFuture<Optional<Mine>> read(FilePath path, Stat stat, Optional<AgreedRow> row) {
        var file = new Asked(path, stat, row);
        asked++;
        if (asked <= FEW) {
            file.read();
            return file;
        }
        file.waits = true;
        together.add(file);
        bytesTogether += stat.size();
        if (together.size() >= MOST_TOGETHER || bytesTogether >= MOST_BYTES_TOGETHER) {
            begin();
        }
        return file;
    }

    private void begin() {
        var begun = List.copyOf(together);
        begun.forEach(file -> file.waits = false);
        together.clear();
        bytesTogether = 0;
        threads.get().execute(() -> begun.stream().takeWhile(file -> !closed).forEach(Asked::read));
    }

    /** What came of reading a file. */
    Optional<Mine> await(CompletableFuture<Optional<Mine>> file) throws IOException {
        if (file instanceof Asked asked && asked.waits) {
            begin();
        }
        return result(file);
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
            if (e.getCause() instanceof Error cause) {
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

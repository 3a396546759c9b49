package dev.till.federation.hub.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.locks.LockSupport;

/** Holds what is sent, by all requests together, to so many bytes a second. */
final class Outflow {
    private static final long SECOND = 1_000_000_000L;
    private static final int CHUNK = 16 << 10;

    private final long bytesPerSecond;
    private long due;

    /** @param bytesPerSecond 0 for no limit */
    Outflow(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        due = System.nanoTime();
    }

    /** Copies all, no faster than may be. */
    void copy(InputStream from, OutputStream to) throws IOException {
        var chunk = new byte[CHUNK];
        for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
            to.write(chunk, 0, read);
            waitFor(reserve(System.nanoTime(), read));
        }
    }

    /** How many nanoseconds from {@code now} on these bytes take, with all before them. */
    synchronized long reserve(long now, int bytes) {
        if (bytesPerSecond <= 0) {
            return 0;
        }
        due = Math.max(due, now) + bytes * SECOND / bytesPerSecond;
        return due - now;
    }

    private static void waitFor(long nanos) throws InterruptedIOException {
        for (long left = nanos; left > 0; ) {
            long begun = System.nanoTime();
            LockSupport.parkNanos(left);
            left -= System.nanoTime() - begun;
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while sending slowly");
            }
        }
    }
}

package dev.till.node.files.transfer;

import java.util.concurrent.locks.LockSupport;

/** Holds what is fetched, by all who share it, to so many bytes a second. What is not asked for is not sent. */
public final class Pace {
    private static final long SECOND = 1_000_000_000L;

    private final long bytesPerSecond;
    private long due;

    /** @param bytesPerSecond 0 for no limit */
    public Pace(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
    }

    /** Waits as long as these bytes should have taken. */
    void took(int bytes) {
        if (bytesPerSecond > 0) {
            for (long wait = reserve(System.nanoTime(), bytes); wait > 0; ) {
                long begun = System.nanoTime();
                LockSupport.parkNanos(wait);
                wait -= System.nanoTime() - begun;
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    }

    /** How many nanoseconds from {@code now} on these bytes take, with all before them. */
    synchronized long reserve(long now, int bytes) {
        due = Math.max(due, now) + bytes * SECOND / bytesPerSecond;
        return due - now;
    }
}

package dev.till.node.socket;

import java.time.Duration;

/**
 * How long to wait for the other end, and who wants to know that we still do.
 *
 * @param total the longest pause; zero waits for ever
 * @param tick told about four times a second how long this pause has lasted; null when nobody wants to know
 */
public record Waiting(Duration total, Tick tick) {
    private static final long TICK_MILLIS = 250;

    /** Waits for ever and tells nobody. */
    public static final Waiting FOR_EVER = new Waiting(Duration.ZERO, null);

    /** Told how long a pause has lasted. */
    public interface Tick {
        void waited(Duration time);
    }

    /** At most so long, telling nobody. */
    public static Waiting atMost(Duration total) {
        return new Waiting(total, null);
    }

    /** Milliseconds to block for, at least 1; 0 or less when time is up. */
    long left(long waitedNanos) {
        long left = total.isZero() ? Long.MAX_VALUE : total.toMillis() - waitedNanos / 1_000_000;
        return tick == null ? left : Math.min(left, TICK_MILLIS);
    }

    void waited(long nanos) {
        if (tick != null) {
            tick.waited(Duration.ofNanos(nanos));
        }
    }
}

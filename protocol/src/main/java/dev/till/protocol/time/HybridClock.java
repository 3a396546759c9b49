package dev.till.protocol.time;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A hybrid logical clock as a value: it is given the wall time and answers with its next state.
 *
 * <p>A wall clock that stands still or jumps back does not take timestamps back: ticks go on from the last one. Only
 * when the last one lies further ahead than {@code maxDrift} (this machine's own clock was wrong and has been mended)
 * does the clock return to wall time; order within a register does not suffer, because a write supersedes what its
 * writer had seen whatever the timestamps say.
 *
 * @param last the last timestamp issued or observed
 * @param maxDrift how far ahead of the wall a timestamp may lie
 */
public record HybridClock(HybridTimestamp last, Duration maxDrift) {

    private static final Duration REPRESENTABLE = Duration.ofNanos(Long.MAX_VALUE);

    public HybridClock {
        requireNonNull(last, "last");
        if (maxDrift.isNegative()) {
            throw new IllegalArgumentException("maxDrift: " + maxDrift + " (expected: zero or more)");
        }
    }

    /** The clock after issuing one timestamp at wall time {@code wall}; the timestamp issued is {@link #last()}. */
    public HybridClock tick(HybridTimestamp wall) {
        boolean wallIsNewer = wall.compareTo(last) > 0;
        return new HybridClock(wallIsNewer || isTooFarAhead(last, wall) ? wall : last.successor(), maxDrift);
    }

    /** The clock after learning of a timestamp issued elsewhere: everything it issues from now on is greater. */
    public HybridClock observe(HybridTimestamp seen) {
        return seen.compareTo(last) > 0 ? new HybridClock(seen, maxDrift) : this;
    }

    /** Whether {@code stamp} lies further ahead of the wall than the drift bound allows. */
    public boolean isTooFarAhead(HybridTimestamp stamp, HybridTimestamp wall) {
        return stamp.compareTo(bound(wall)) > 0;
    }

    /** The latest timestamp that is not too far ahead of {@code wall}. */
    public HybridTimestamp bound(HybridTimestamp wall) {
        // A bound beyond the representable range holds nothing back.
        if (maxDrift.compareTo(REPRESENTABLE) > 0) {
            return new HybridTimestamp(Long.MAX_VALUE);
        }
        long bound = wall.nanos() + maxDrift.toNanos();
        return new HybridTimestamp(bound >= wall.nanos() ? bound : Long.MAX_VALUE);
    }
}

package dev.till.node.membership;

import java.time.Duration;
import java.time.Instant;

/**
 * How long to wait before the next attempt: not at all after one that lived long, else doubling from half a second up to a
 * bound, spread by a quarter either way so that nodes that failed together do not come back together.
 *
 * @param failures attempts in a row that did not live long
 */
record Backoff(Duration longest, int failures) {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONG_LIFE = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 16;

    static Backoff upTo(Duration longest) {
        return new Backoff(longest, 0);
    }

    /** After an attempt that lived from {@code start} to {@code end}. */
    Backoff after(Instant start, Instant end) {
        boolean lived = Duration.between(start, end).compareTo(LONG_LIFE) >= 0;
        return new Backoff(longest, lived ? 0 : Math.min(failures + 1, MAX_DOUBLINGS));
    }

    /**
     * The pause to make now.
     *
     * @param chance from 0 to 1: where within the spread
     */
    Duration pause(double chance) {
        if (failures <= 1) {
            return Duration.ZERO;
        }
        long doubled = FIRST.toMillis() << (failures - 2);
        long bounded = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis((long) (bounded * (0.75 + chance / 2)));
    }
}

package dev.till.federation.github;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: doubled each time up to a most, and of each only a random part of at least half, so that many
 * machines that failed together do not come back together.
 */
public record Backoff(Duration first, Duration most, RandomGenerator random) {

    /** The pause after so many failures in a row, from 1. */
    public Duration after(int failures) {
        long doubled = first.toMillis() << Math.min(Math.max(failures - 1, 0), 20);
        long pause = Math.min(doubled, most.toMillis());
        return Duration.ofMillis(pause / 2 + random.nextLong(pause / 2 + 1));
    }
}

package dev.till.node.ssh.session;

import java.time.Duration;

/** How long to wait before trying again: doubling from one attempt to the next up to a bound, and spread by a quarter either way. */
record Pauses(Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 16;

    /**
     * @param attempts made so far, at least one
     * @param chance from 0 to 1: where within the spread
     */
    Duration after(int attempts, double chance) {
        long doubled = first.toMillis() << Math.min(attempts - 1, MAX_DOUBLINGS);
        return Duration.ofMillis((long) (Math.min(doubled, longest.toMillis()) * (0.75 + chance / 2)));
    }
}

package dev.till.node.register;

import java.time.Duration;

/**
 * How registers are kept.
 *
 * @param memoryBytes changed registers are folded into the store when they take about so much memory; up to two and a
 *     half times as much is used while that goes on
 * @param idle they are folded as well when nothing has changed for so long
 * @param recentBytes changes kept in memory for those who follow
 */
public record RegisterSettings(long memoryBytes, Duration idle, long recentBytes) {

    /** What a node uses unless told otherwise. */
    public static final RegisterSettings DEFAULTS = new RegisterSettings(32L << 20, Duration.ofSeconds(60), 4L << 20);

    public RegisterSettings {
        if (memoryBytes < 1 || recentBytes < 0 || idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("register settings: memory " + memoryBytes + ", idle " + idle
                    + ", recent " + recentBytes + " (expected: memory and idle of more than 0)");
        }
    }
}

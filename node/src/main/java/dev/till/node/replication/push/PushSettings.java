package dev.till.node.replication.push;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How far pushing may run ahead of a peer.
 *
 * @param windowBytes on their way to one peer or waiting to be; beyond it that peer catches up instead
 * @param windowPushes the same, in messages
 * @param ackPatience after so long without an acknowledgement, pushes count as lost
 * @param appendPatience how long this node's journal is waited for
 */
public record PushSettings(int windowBytes, int windowPushes, Duration ackPatience, Duration appendPatience) {

    public PushSettings {
        requireNonNull(ackPatience, "ackPatience");
        requireNonNull(appendPatience, "appendPatience");
    }

    /** A few MiB a peer, and the patience that a memory card may need to sync. */
    public static PushSettings defaults() {
        return new PushSettings(4 << 20, 64, Duration.ofSeconds(10), Duration.ofSeconds(30));
    }
}

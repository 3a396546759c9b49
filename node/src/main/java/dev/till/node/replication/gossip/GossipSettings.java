package dev.till.node.replication.gossip;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How much Distributed Data is given to carry.
 *
 * @param tick how often hot datagrams are folded into their shards
 * @param tickBytes the most that one tick adds to all shards; all of it may travel in one message
 * @param shardBytes the most that one shard holds, of all devices together
 * @param appendPatience how long this node's journal is waited for
 */
public record GossipSettings(Duration tick, int tickBytes, int shardBytes, Duration appendPatience) {

    public GossipSettings {
        requireNonNull(tick, "tick");
        requireNonNull(appendPatience, "appendPatience");
    }

    /** A hot set of 2 MiB at most, in shards of half a frame. */
    public static GossipSettings defaults() {
        return new GossipSettings(Duration.ofSeconds(1), 64 << 10, 128 << 10, Duration.ofSeconds(30));
    }

    /** These settings with another tick. */
    public GossipSettings withTick(Duration newTick) {
        return new GossipSettings(newTick, tickBytes, shardBytes, appendPatience);
    }
}

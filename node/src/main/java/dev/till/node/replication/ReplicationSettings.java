package dev.till.node.replication;

import static java.util.Objects.requireNonNull;

import dev.till.node.replication.catchup.PullSettings;
import dev.till.node.replication.gossip.GossipSettings;
import dev.till.node.replication.push.PushSettings;
import java.time.Duration;

/**
 * How replication spends memory and time.
 *
 * @param settle how long heads are let change before they are told to peers
 */
public record ReplicationSettings(Duration settle, PushSettings push, GossipSettings gossip, PullSettings pull) {

    public ReplicationSettings {
        requireNonNull(settle, "settle");
        requireNonNull(push, "push");
        requireNonNull(gossip, "gossip");
        requireNonNull(pull, "pull");
    }

    /** What suits a fleet of small machines. */
    public static ReplicationSettings defaults() {
        return new ReplicationSettings(
                Duration.ofMillis(300), PushSettings.defaults(), GossipSettings.defaults(), PullSettings.defaults());
    }

    /** These settings with another tick of gossip. */
    public ReplicationSettings withGossipTick(Duration tick) {
        return new ReplicationSettings(settle, push, gossip.withTick(tick), pull);
    }
}

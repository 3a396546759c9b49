package dev.till.protocol.host;

import dev.till.protocol.time.HybridTimestamp;
import java.time.Duration;

/**
 * How long removed hosts are kept: one rule that every node computes alike from stamps.
 *
 * @param time after which a removed host is forgotten
 */
public record HostRetention(Duration time) {

    /** Thirty days. */
    public static final HostRetention DEFAULT = new HostRetention(Duration.ofDays(30));

    /**
     * Whether {@code host} is to be forgotten at {@code now}.
     *
     * @param stateAt the timestamp of its field {@code state}. A removal cannot be younger than the write that tells of it, but
     *     older, when a document brought it: so the earlier of the write and the date of removal counts
     */
    public boolean isOver(HostRecord host, HybridTimestamp stateAt, HybridTimestamp now) {
        return host.isRemoved() && removedAt(host, stateAt).instant().plus(time).compareTo(now.instant()) <= 0;
    }

    private static HybridTimestamp removedAt(HostRecord host, HybridTimestamp stateAt) {
        try {
            var told = host.text(HostRecord.REMOVED_DATE)
                    .map(HybridTimestamp::parse)
                    .orElse(stateAt);
            return told.compareTo(stateAt) < 0 ? told : stateAt;
        } catch (IllegalArgumentException e) {
            return stateAt;
        }
    }
}

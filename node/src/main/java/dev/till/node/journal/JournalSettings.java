package dev.till.node.journal;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How a journal is kept.
 *
 * @param segmentBytes a new segment is begun when the current one holds so many bytes
 * @param batchBytes appends are written and synced at the latest when so many bytes wait
 * @param maxDrift datagrams further ahead of this machine's clock are held aside
 * @param maxHeld at most so many datagrams are held aside; the rest is left for catch-up to bring again
 * @param hubBacklog while there is a hub, so many bytes of segments are kept that it does not have yet; empty without one
 */
public record JournalSettings(
        long segmentBytes, int batchBytes, Duration maxDrift, int maxHeld, OptionalLong hubBacklog) {

    /** What a node uses unless told otherwise. */
    public static final JournalSettings DEFAULTS =
            new JournalSettings(64L << 20, 4 << 20, Duration.ofSeconds(60), 10_000);

    /** Without a hub. */
    public JournalSettings(long segmentBytes, int batchBytes, Duration maxDrift, int maxHeld) {
        this(segmentBytes, batchBytes, maxDrift, maxHeld, OptionalLong.empty());
    }

    public JournalSettings {
        if (segmentBytes < 1 || batchBytes < 1 || maxHeld < 0 || maxDrift.isNegative()) {
            throw new IllegalArgumentException(
                    "journal settings: segment " + segmentBytes + ", batch " + batchBytes + ", held " + maxHeld
                            + ", drift " + maxDrift + " (expected: sizes of 1 or more, nothing negative)");
        }
    }
}

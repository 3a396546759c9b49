package dev.till.node.message;

import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;

/**
 * How much of the journal is in the store.
 *
 * @param revision every record up to this one is; 0 when none
 * @param applied the dots of those records
 * @param latest the greatest timestamp among them
 */
public record Folded(long revision, DotSet applied, HybridTimestamp latest) {

    /** Nothing is in the store yet. */
    public static final Folded NOTHING = new Folded(0, DotSet.EMPTY, new HybridTimestamp(0));
}

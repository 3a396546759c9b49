package dev.till.node.replication.catchup;

import dev.till.node.replication.link.Position;
import dev.till.protocol.time.DotSet;
import java.util.Optional;

/**
 * How far fetching from one peer has come, to go on from after an interruption.
 *
 * @param position where the next page begins
 * @param covers of a snapshot's first page: what is not missing once its last page is on disk
 */
record Bookmark(Position position, Optional<DotSet> covers) {

    /** Nothing fetched yet. */
    static final Bookmark START = new Bookmark(Position.InJournal.START, Optional.empty());

    boolean isInSnapshot() {
        return position instanceof Position.InSnapshot;
    }
}

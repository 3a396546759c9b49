package dev.till.node.replication.catchup;

import dev.till.node.replication.link.Position;
import dev.till.protocol.time.DotSet;
import java.util.Optional;

/**
 * How far fetching from one peer has come, to go on from after an interruption.
 *
 * @param position where the next page begins
 * @param covers of the pages of a snapshot so far: what is not missing once its last page is on disk
 */
record Bookmark(Position position, Optional<DotSet> covers) {

    /** Nothing fetched yet. */
    static final Bookmark START = new Bookmark(Position.InJournal.START, Optional.empty());

    /**
     * After a page that covers {@code page}. A peer only ever comes to cover more, unless it is set back to a backup
     * between two pages: then only what both cover is not missing.
     */
    Bookmark narrowed(DotSet page) {
        return new Bookmark(position, Optional.of(covers.map(page::intersection).orElse(page)));
    }

    boolean isInSnapshot() {
        return position instanceof Position.InSnapshot;
    }
}

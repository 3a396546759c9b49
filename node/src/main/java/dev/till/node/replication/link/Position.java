package dev.till.node.replication.link;

import static java.util.Objects.requireNonNull;

/** Where in a peer's history the next page begins. */
public sealed interface Position {

    /** In the journal; {@code cursor} as the page before told, 0 to begin. */
    record InJournal(long cursor) implements Position {
        /** The first page. */
        public static final InJournal START = new InJournal(0);
    }

    /** In a snapshot of all registers, after {@code after} as the page before told; empty to begin. */
    record InSnapshot(String after) implements Position {
        /** The first page. */
        public static final InSnapshot START = new InSnapshot("");

        public InSnapshot {
            requireNonNull(after, "after");
        }
    }
}

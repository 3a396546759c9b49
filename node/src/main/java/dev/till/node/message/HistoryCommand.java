package dev.till.node.message;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.time.DotSet;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked, on behalf of peers that catch up, of what this node has on disk. Reads only; never waits for the writer. */
public sealed interface HistoryCommand {

    /**
     * A page of datagrams that {@code have} lacks, from the journal.
     *
     * @param cursor where the page before ended; 0 to begin
     * @param maxBytes pages hold about so many encoded bytes, and at least one datagram when any is left
     */
    record Missing(DotSet have, long cursor, int maxBytes, ActorRef<Answer> replyTo) implements HistoryCommand {}

    /** A page of a snapshot of all registers; {@code after} as told by the page before, empty to begin. */
    record Snapshot(Optional<String> after, int maxBytes, ActorRef<Answer> replyTo) implements HistoryCommand {}

    /** Answers to both. */
    sealed interface Answer {
        /** Datagrams from the journal; {@code next} is the cursor to go on with, or -1 at the end. */
        record Range(List<Datagram> datagrams, long next) implements Answer {}

        /** Some of what is asked for was compacted away: ask for a snapshot. */
        record Gone() implements Answer {}

        /**
         * Registers as datagrams (superseded ones left out).
         *
         * @param covers what this node had applied <em>before</em> the page was read; the covers of the first page holds
         *     for the whole snapshot
         * @param next what to ask with for the next page; empty at the end
         */
        record SnapshotPage(List<Datagram> datagrams, DotSet covers, Optional<String> next) implements Answer {}
    }
}

package dev.till.node.message;

import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is durable in the journal, to read. From any thread; never waits for the writer nor makes it wait. Every call
 * reads files: use it on a dispatcher for blocking work.
 */
public interface RecordLog {

    /**
     * How far the journal reaches.
     *
     * @param newest revision of the newest record; 0 when there never was one
     * @param applied the dots of everything applied up to it
     */
    record Extent(long newest, DotSet applied) {}

    /** The first revision that has not been removed; one more than the newest when the journal is empty. */
    long oldest();

    /** What is durable at this moment. */
    Extent extent();

    /**
     * Hands every datagram beyond {@code revision}, in journal order, to {@code visitor} until it answers false or none is
     * left. Records that were removed meanwhile are left out: compare {@link #oldest} afterwards.
     */
    void after(long revision, Predicate<Recorded> visitor) throws IOException;

    /** The newest {@code limit} datagrams of an entity, or of one field of it, oldest first. */
    List<Recorded> history(String entity, Optional<String> field, int limit) throws IOException;

    /** Answers {@link HistoryCommand.Missing}. */
    HistoryCommand.Answer missing(DotSet have, long cursor, int maxBytes) throws IOException;
}

package dev.till.node.message;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.time.ClockComparison;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of the journal of this node, the owner of its clock, its sequence numbers and of what is durably applied. */
public sealed interface JournalCommand {

    /** Stamp, append and sync local writes: all or none. */
    record AppendLocal(List<Write> writes, ActorRef<Appended> replyTo) implements JournalCommand {}

    /**
     * Append and sync datagrams that came from a peer. Those already applied are dropped; those beyond the drift bound are
     * held aside and not counted as applied.
     */
    record AppendRemote(List<Datagram> datagrams, DeviceId from, ActorRef<Appended> replyTo)
            implements JournalCommand {}

    /** A whole snapshot that covers these dots has been appended: record that none of them is missing. */
    record Cover(DotSet dots, DeviceId from, ActorRef<Appended> replyTo) implements JournalCommand {}

    /**
     * Others remember that this device had applied {@code dots}, which are not here. When they name numbers of its own that
     * it has not given out, it begins to count anew.
     */
    record Remembered(DotSet dots) implements JournalCommand {}

    /**
     * Another node runs under this device's key, and may have given out the same numbers. When this one {@code yields} it
     * takes no local writes until it is started again; either way its numbers begin anew.
     *
     * @param where it was met
     */
    record Twinned(String where, boolean yields) implements JournalCommand {}

    /**
     * News of how this machine's clock compares with those of the peers in reach.
     *
     * @param heads what those peers have applied, as far as they have said
     */
    record Compared(ClockComparison clocks, SortedMap<DeviceId, DotSet> heads) implements JournalCommand {}

    /** Ask these registers what has become of datagrams that are held aside, and of own writes with a time too far ahead. */
    record Consult(ActorRef<RegisterCommand> registers) implements JournalCommand {}

    /** Answers {@link RegisterCommand.Outlive}: these can win nothing any more, so they need not be held aside. */
    record Outlived(List<Dot> dots) implements JournalCommand {}

    /** Answers {@link RegisterCommand.Restamp}. When it is not {@code complete}, it is to be asked again later. */
    record Restamped(long writes, boolean complete) implements JournalCommand {}

    /** Tell this subscriber every {@link Durable} from now on; the first one at once, empty, with what is applied. */
    record Subscribe(ActorRef<Durable> subscriber) implements JournalCommand {}

    /** The caller has folded everything up to {@code folded} into the store; segments that {@code stable} covers may go. */
    record Release(long folded, VersionVector stable, ActorRef<Released> replyTo) implements JournalCommand {}

    /** Begin a new segment unless the current one is empty, so that all before it stay as they are. */
    record Seal(ActorRef<JournalState> replyTo) implements JournalCommand {}

    /** The hub has everything up to {@code revision}: segments need not be kept for it. */
    record Shipped(long revision) implements JournalCommand {}

    /**
     * The registers have applied every {@link Durable} up to {@code revision}. When they fall far behind, appends wait: what
     * is durable and not applied yet is held in memory.
     */
    record Applied(long revision) implements JournalCommand {}

    /** Sizes and counts for {@code status}. */
    record Describe(ActorRef<JournalState> replyTo) implements JournalCommand {}

    /**
     * A local write to be stamped.
     *
     * @param context what is known of other devices' writes to this register
     * @param at the write's own time, for imports
     */
    record Write(RegisterKey key, Content content, VersionVector context, Optional<HybridTimestamp> at) {}

    /** What became of an append. */
    sealed interface Appended {
        /** On disk. {@code records} holds what was new; {@code heldAside} counts datagrams from too far in the future. */
        record Done(List<Recorded> records, DotSet applied, int heldAside) implements Appended {}

        /** Nothing was appended, no sequence number was used. */
        record Failed(String reason, boolean full) implements Appended {}
    }

    /** How many segments a {@link Release} removed, and what is left. */
    record Released(int removed, JournalState left) {}

    /**
     * The journal in numbers.
     *
     * @param bytes of all segments
     * @param revision of the newest record
     * @param heldAside datagrams waiting for their time to come
     * @param warning what a person should know (torn tail cut, corrupt record isolated, wrong clock); empty when nothing
     */
    record JournalState(
            int segments, long bytes, long revision, long heldAside, DotSet applied, Optional<String> warning) {}
}

package dev.till.node.message;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of the registers of this node. Everything answered is on disk. */
public sealed interface RegisterCommand {

    /** Write all or, when one is refused, none. Answered after the local fsync. */
    record Put(List<Assignment> assignments, ActorRef<Written> replyTo) implements RegisterCommand {}

    /** One register; answered with revision 0 and an empty register when it was never written. */
    record Get(RegisterKey key, ActorRef<Entry> replyTo) implements RegisterCommand {}

    /** Several registers at once, each as for {@link Get}. */
    record GetAll(List<RegisterKey> keys, ActorRef<Entries> replyTo) implements RegisterCommand {}

    /**
     * A page of registers in key order, tombstones included.
     *
     * @param prefix see {@link dev.till.protocol.id.EntityPath#isWithin}; empty for all
     * @param after the last key of the page before; empty for the first page
     * @param limit at most so many entries
     */
    record Scan(String prefix, Optional<RegisterKey> after, int limit, ActorRef<Page> replyTo)
            implements RegisterCommand {}

    /**
     * The next changes after a revision, in the order they were journaled here. Answered at once when there are any, else
     * as soon as one comes or {@code patience} is over (with an empty list). Changes whose datagrams were compacted away come as
     * the registers they led to.
     */
    record Follow(String prefix, long since, int limit, java.time.Duration patience, ActorRef<Changes> replyTo)
            implements RegisterCommand {}

    /** Datagrams of one entity (or one field) that are still in the journal, oldest first. */
    record History(String entity, Optional<String> field, int limit, ActorRef<Records> replyTo)
            implements RegisterCommand {}

    /** Counts for {@code status}. */
    record Count(ActorRef<Counts> replyTo) implements RegisterCommand {}

    /** Fold the journal into the store now, and drop the segments that every device has applied. */
    record Compact(ActorRef<Compacted> replyTo) implements RegisterCommand {}

    /**
     * News of what every device of the fleet that has not been revoked has applied, this one included: segments that it
     * covers may be removed. Alone in the fleet, that is this device's own head.
     */
    record StableChanged(VersionVector stable) implements RegisterCommand {}

    /** Tell the journal which of these datagrams, held aside for their time, their registers have superseded already. */
    record Outlive(List<Datagram> aside, ActorRef<JournalCommand> replyTo) implements RegisterCommand {}

    /**
     * Write again, with a time that is right, what {@code self} wrote with one later than {@code bound} and nobody has
     * superseded; see {@link dev.till.protocol.datagram.Restamp}. One after the other; while one is under way, another is not begun.
     */
    record Restamp(DeviceId self, HybridTimestamp bound, ActorRef<JournalCommand> replyTo) implements RegisterCommand {}

    /** What became of a {@link Put}. */
    sealed interface Written {
        /** On disk. {@code records} in the order of the assignments that were not skipped as older. */
        record Done(List<Recorded> records, int skipped) implements Written {}

        /** Nothing was written. {@code reason} says why and what to do; {@code full} when the disk is full. */
        record Failed(String reason, boolean full) implements Written {}
    }

    /** What a {@link GetAll} asked for, in the order of its keys. */
    record Entries(List<Entry> entries) {}

    /** A page of a scan; the last page has {@code more} false. */
    record Page(List<Entry> entries, boolean more) {}

    /**
     * Changes after a revision.
     *
     * @param upTo everything up to this revision has been told: the next {@code since}
     * @param entries registers as each change left them; the revision is that change's
     */
    record Changes(List<Entry> entries, long upTo) {}

    /** Journal records in journal order. */
    record Records(List<Recorded> records) {}

    /**
     * Counts for {@code status}.
     *
     * @param registers registers that hold a value
     * @param conflicts registers under policy siblings with more than one distinct content
     * @param revision of the journal, up to which they tell
     * @param applied what whoever reads them sees; the journal may be some batches ahead
     */
    record Counts(long registers, long conflicts, long revision, DotSet applied) {}

    /** What a compaction did. */
    record Compacted(long folded, int segmentsRemoved, int segmentsLeft, long bytesLeft) {}
}

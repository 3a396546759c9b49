package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.Recorded;
import dev.till.node.message.RegisterCommand;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.wire.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/** Registers and journal in memory, for tests of what speaks to them. Not an actor; see {@link MemoryNode}. */
final class MemoryRegisters {
    private final DeviceId self;
    private final TreeMap<RegisterKey, Entry> entries = new TreeMap<>();
    private final List<Recorded> journal = new ArrayList<>();
    private final List<RegisterCommand.Follow> followers = new ArrayList<>();
    private long seq;
    private Optional<String> broken = Optional.empty();

    MemoryRegisters(DeviceId self) {
        this.self = self;
    }

    /** From now on, writes fail with this reason. */
    void breakDown(String reason) {
        broken = Optional.of(reason);
    }

    /** What a peer wrote. */
    void receive(Datagram datagram) {
        record(datagram);
        tellFollowers();
    }

    void handle(RegisterCommand command) {
        if (command instanceof RegisterCommand.Put put) {
            put.replyTo().tell(put(put.assignments()));
            tellFollowers();
        } else if (command instanceof RegisterCommand.Get get) {
            get.replyTo().tell(entry(get.key()));
        } else if (command instanceof RegisterCommand.Scan scan) {
            scan.replyTo().tell(page(scan));
        } else if (command instanceof RegisterCommand.Follow follow) {
            followers.add(follow);
            tellFollowers();
        } else if (command instanceof RegisterCommand.History history) {
            history.replyTo().tell(new RegisterCommand.Records(history(history)));
        } else if (command instanceof RegisterCommand.Count count) {
            count.replyTo().tell(counts());
        } else if (command instanceof RegisterCommand.Compact compact) {
            compact.replyTo().tell(new RegisterCommand.Compacted(journal.size(), 0, 1, 0));
        }
    }

    JournalState state() {
        var applied = DotSet.EMPTY;
        for (Recorded record : journal) {
            var dot = record.datagram().dot();
            applied = applied.plus(dot.device(), new SeqRange(dot.seq(), dot.seq()));
        }
        return new JournalState(1, 100L * journal.size(), journal.size(), 0, applied, Optional.empty());
    }

    private RegisterCommand.Written put(List<Assignment> assignments) {
        if (broken.isPresent()) {
            return new RegisterCommand.Written.Failed(broken.get(), true);
        }
        var records = new ArrayList<Recorded>();
        int skipped = 0;
        for (Assignment assignment : assignments) {
            var known = entry(assignment.key()).register();
            var winner = known.winner().map(Version::at);
            if (assignment.at().isPresent()
                    && winner.isPresent()
                    && assignment.at().get().compareTo(winner.get()) <= 0) {
                skipped++;
                continue;
            }
            var at = assignment.at().orElse(new HybridTimestamp(1_767_323_045_000_000_000L + seq));
            var version = new Version(new Dot(self, ++seq), at, assignment.content(), Extra.NONE);
            records.add(record(
                    new Datagram(assignment.key(), version, known.context().without(self))));
        }
        return new RegisterCommand.Written.Done(records, skipped);
    }

    private Recorded record(Datagram datagram) {
        var recorded = new Recorded(datagram, journal.size() + 1L);
        journal.add(recorded);
        var merged = entry(datagram.key()).register().merge(datagram.register());
        entries.put(datagram.key(), new Entry(datagram.key(), merged, recorded.revision()));
        return recorded;
    }

    private Entry entry(RegisterKey key) {
        return entries.getOrDefault(key, new Entry(key, Register.EMPTY, 0));
    }

    private RegisterCommand.Page page(RegisterCommand.Scan scan) {
        var from = scan.after().map(key -> entries.tailMap(key, false)).orElse(entries);
        var found = from.values().stream()
                .filter(entry -> entry.key().entity().isWithin(scan.prefix()))
                .limit(scan.limit() + 1L)
                .toList();
        boolean more = found.size() > scan.limit();
        return new RegisterCommand.Page(more ? found.subList(0, scan.limit()) : found, more);
    }

    private List<Recorded> history(RegisterCommand.History history) {
        return journal.stream()
                .filter(record -> record.datagram().key().entity().value().equals(history.entity()))
                .filter(record -> history.field().isEmpty()
                        || history.field()
                                .get()
                                .equals(record.datagram().key().field().value()))
                .limit(history.limit())
                .toList();
    }

    private RegisterCommand.Counts counts() {
        long values = entries.values().stream()
                .filter(entry -> entry.register().value().isPresent())
                .count();
        return new RegisterCommand.Counts(values, 0, journal.size(), state().applied());
    }

    private void tellFollowers() {
        followers.removeIf(follow -> {
            var news = journal.stream()
                    .filter(record -> record.revision() > follow.since())
                    .filter(record -> record.datagram().key().entity().isWithin(follow.prefix()))
                    .limit(follow.limit())
                    .map(record ->
                            new Entry(record.datagram().key(), record.datagram().register(), record.revision()))
                    .toList();
            if (!news.isEmpty()) {
                ActorRef<RegisterCommand.Changes> to = follow.replyTo();
                to.tell(new RegisterCommand.Changes(
                        news, news.get(news.size() - 1).revision()));
            }
            return !news.isEmpty();
        });
    }
}

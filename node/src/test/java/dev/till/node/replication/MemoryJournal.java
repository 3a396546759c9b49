package dev.till.node.replication;

import dev.till.node.message.Durable;
import dev.till.node.message.HistoryCommand.Answer;
import dev.till.node.message.HistoryCommand.Missing;
import dev.till.node.message.HistoryCommand.Snapshot;
import dev.till.node.message.JournalCommand.AppendLocal;
import dev.till.node.message.JournalCommand.AppendRemote;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.Cover;
import dev.till.node.message.JournalCommand.Subscribe;
import dev.till.node.message.JournalCommand.Write;
import dev.till.node.message.Recorded;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.wire.Extra;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** A journal and its history that keep the contracts and forget everything at the end of the test. */
public final class MemoryJournal extends AbstractBehavior<Object> {

    /** Forget the datagrams, keep the registers: what compaction does. */
    public record Compact() {}

    private final DeviceId self;
    private final List<Datagram> log = new ArrayList<>();
    private final TreeMap<RegisterKey, Datagram> registers = new TreeMap<>();
    private final Set<ActorRef<Durable>> subscribers = new HashSet<>();
    private DotSet applied = DotSet.EMPTY;
    private DotSet compacted = DotSet.EMPTY;
    private long seq;

    private MemoryJournal(ActorContext<Object> context, DeviceId self) {
        super(context);
        this.self = self;
    }

    public static Behavior<Object> create(DeviceId self) {
        return Behaviors.setup(context -> new MemoryJournal(context, self));
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(AppendLocal.class, this::onLocal)
                .onMessage(AppendRemote.class, this::onRemote)
                .onMessage(Cover.class, this::onCover)
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Missing.class, this::onMissing)
                .onMessage(Snapshot.class, this::onSnapshot)
                .onMessage(Compact.class, now -> onCompact())
                .build();
    }

    private Behavior<Object> onLocal(AppendLocal append) {
        var datagrams = new ArrayList<Datagram>();
        for (Write write : append.writes()) {
            seq++;
            var version =
                    new Version(new Dot(self, seq), new HybridTimestamp(1_000 + seq), write.content(), Extra.NONE);
            datagrams.add(new Datagram(write.key(), version, write.context()));
        }
        return append(datagrams, self, append.replyTo());
    }

    private Behavior<Object> onRemote(AppendRemote append) {
        return append(append.datagrams(), append.from(), append.replyTo());
    }

    private Behavior<Object> append(List<Datagram> datagrams, DeviceId from, ActorRef<Appended> replyTo) {
        var records = new ArrayList<Recorded>();
        for (Datagram datagram : datagrams) {
            if (!applied.contains(datagram.dot())) {
                long number = datagram.dot().seq();
                applied = applied.plus(datagram.dot().device(), new SeqRange(number, number));
                log.add(datagram);
                registers.merge(datagram.key(), datagram, (a, b) -> a.version().compareTo(b.version()) > 0 ? a : b);
                records.add(new Recorded(datagram, log.size()));
            }
        }
        replyTo.tell(new Appended.Done(records, applied, 0));
        if (!records.isEmpty()) {
            var durable = new Durable(records, from, applied, log.size());
            subscribers.forEach(subscriber -> subscriber.tell(durable));
        }
        return this;
    }

    private Behavior<Object> onCover(Cover cover) {
        applied = applied.union(cover.dots());
        cover.replyTo().tell(new Appended.Done(List.of(), applied, 0));
        subscribers.forEach(subscriber -> subscriber.tell(new Durable(List.of(), cover.from(), applied, log.size())));
        return this;
    }

    private Behavior<Object> onSubscribe(Subscribe subscribe) {
        subscribers.add(subscribe.subscriber());
        subscribe.subscriber().tell(new Durable(List.of(), self, applied, log.size()));
        return this;
    }

    private Behavior<Object> onMissing(Missing missing) {
        if (!compacted.minus(missing.have()).isEmpty()) {
            missing.replyTo().tell(new Answer.Gone());
            return this;
        }
        var page = new ArrayList<Datagram>();
        int bytes = 0;
        int at = (int) missing.cursor();
        while (at < log.size() && bytes < missing.maxBytes()) {
            var datagram = log.get(at++);
            if (!missing.have().contains(datagram.dot())) {
                page.add(datagram);
                bytes += DatagramCodec.encode(datagram).length;
            }
        }
        missing.replyTo().tell(new Answer.Range(page, at < log.size() ? at : -1));
        return this;
    }

    private Behavior<Object> onSnapshot(Snapshot snapshot) {
        var page = new ArrayList<Datagram>();
        int bytes = 0;
        Optional<String> next = Optional.empty();
        for (Datagram datagram : registers.values()) {
            var name = datagram.key().toString();
            if (snapshot.after().isPresent() && name.compareTo(snapshot.after().get()) <= 0) {
                continue;
            }
            if (bytes >= snapshot.maxBytes()) {
                next = Optional.of(page.get(page.size() - 1).key().toString());
                break;
            }
            page.add(datagram);
            bytes += DatagramCodec.encode(datagram).length;
        }
        snapshot.replyTo().tell(new Answer.SnapshotPage(page, applied, next));
        return this;
    }

    private Behavior<Object> onCompact() {
        log.clear();
        compacted = applied;
        return this;
    }
}

package dev.till.testkit.simulation;

import dev.till.node.journal.Ledger;
import dev.till.node.message.JournalCommand.Write;
import dev.till.node.message.Recorded;
import dev.till.node.replication.catchup.PullPlan;
import dev.till.node.replication.census.Regress;
import dev.till.node.replication.link.Head;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.Restamp;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridClock;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.SeqRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One process on one disk. It decides with the code of a real node ({@link Ledger}, {@link Regress}, {@link PullPlan}, the
 * merges of registers and heads); actors, files and threads are left out.
 */
final class SimulatedNode {
    /** More than machines' right clocks differ by. */
    static final Duration DRIFT = Duration.ofMillis(500);

    private static final int PULLS = 3;
    /** Looks at the clock. */
    private static final int PATIENCE = 30;

    private static final int PAGE = 7;

    /** What is wrong with a node on purpose. */
    enum Flaw {
        /** Nothing. */
        NONE,
        /** Whatever it finds on its disk, it counts on. */
        COUNTS_ON,
        /** What it wrote under a wrong clock it leaves as it is. */
        STAMPS_ONCE
    }

    /** Where it sends to. */
    interface Line {
        void send(Message message, int to);
    }

    private final DeviceId self;
    private final Disk disk;
    private final Random random;
    private final Ledger ledger;
    private final SortedMap<RegisterKey, Register> registers = new TreeMap<>();
    private final TreeMap<DeviceId, Head> heads = new TreeMap<>();
    private final Regress regress = new Regress();
    private final List<Datagram> unacknowledged = new ArrayList<>();
    private final SortedMap<Dot, Datagram> aside = new TreeMap<>();
    private final boolean restamps;
    private boolean strayed;
    private int waited;
    private boolean sealed;
    private long epoch;

    /** @param flaw in what the node is broken on purpose */
    SimulatedNode(DeviceId self, Disk disk, Random random, Flaw flaw) {
        restamps = flaw != Flaw.STAMPS_ONCE;
        this.self = self;
        this.disk = disk;
        this.random = random;
        var numbering = disk.numbering();
        var origin = numbering.origin().orElse(self);
        var latest = Stream.concat(
                        disk.store().values().stream()
                                .flatMap(register -> register.versions().stream())
                                .map(Version::at),
                        disk.synced().stream()
                                .flatMap(record -> record.datagram().stream())
                                .map(Datagram::at))
                .max(HybridTimestamp::compareTo)
                .orElse(new HybridTimestamp(0));
        ledger = new Ledger(new Ledger.Mark(
                new HybridClock(latest, DRIFT),
                disk.applied(),
                origin,
                disk.applied().of(origin).greatest(),
                disk.synced().size()));
        boolean isNew = disk.makeKey();
        boolean doubtful = !isNew && numbering.doubt(self).isPresent();
        if (doubtful && flaw != Flaw.COUNTS_ON) {
            ledger.renumber(self.origin(random.nextLong()));
        }
        sealed = !doubtful && !isNew;
        registers.putAll(disk.store());
        disk.synced().forEach(this::apply);
    }

    DeviceId self() {
        return self;
    }

    Disk disk() {
        return disk;
    }

    SortedMap<RegisterKey, Register> registers() {
        return registers;
    }

    /** Takes a local write, which lasts from the next {@link #sync} on. */
    void write(RegisterKey key, String json, HybridTimestamp wall) {
        var context = registers.getOrDefault(key, Register.EMPTY).context();
        write(new Write(key, new Value(json), context, Optional.empty()), wall);
    }

    private void write(Write write, HybridTimestamp wall) {
        strayed |= ledger.hasStrayed(wall);
        for (Recorded record : ledger.stamp(List.of(write), wall)) {
            append(new Disk.Written(Optional.of(record.datagram()), DotSet.EMPTY));
            unacknowledged.add(record.datagram());
        }
    }

    /**
     * Looks at the clock: takes in what is held aside no longer and, when others say that the clock is right, stamps again what
     * it wrote while it was not.
     *
     * @param vouchers devices whose clocks agree with ours; none when they doubt it
     */
    void lookAtClock(HybridTimestamp wall, Set<DeviceId> vouchers) {
        var held = List.copyOf(aside.values());
        aside.clear();
        for (Datagram datagram : held) {
            if (registers.getOrDefault(datagram.key(), Register.EMPTY).context().covers(datagram.dot())) {
                ledger.enterTimeless(datagram).ifPresent(this::append);
            } else {
                enter(List.of(datagram), wall);
            }
        }
        strayed |= ledger.hasStrayed(wall);
        var here = here();
        boolean isLevel = !vouchers.isEmpty()
                && vouchers.stream()
                        .allMatch(device -> heads.containsKey(device)
                                && heads.get(device).applied().minus(here).isEmpty());
        // As a node does: two whose clocks were ahead might wait for each other, each for what the other is to stamp
        // again.
        waited = strayed && !vouchers.isEmpty() ? waited + 1 : 0;
        if (strayed && (isLevel || waited > PATIENCE) && restamps && unacknowledged.isEmpty()) {
            restamp(wall);
        }
    }

    /** What is applied or held aside. */
    private DotSet here() {
        return aside.keySet().stream().reduce(disk.applied(), SimulatedNode::plus, DotSet::union);
    }

    private void restamp(HybridTimestamp wall) {
        var bound = ledger.bound(wall);
        registers.forEach((key, register) -> Restamp.of(key, register, self, bound)
                .ifPresent(again -> write(new Write(key, again.content(), again.context(), again.at()), wall)));
        strayed = false;
        ledger.comeBack(wall);
    }

    /** Makes all that waits last, shows it, and answers the writes that are acknowledged now. */
    List<Datagram> sync() {
        disk.sync().forEach(this::apply);
        var done = List.copyOf(unacknowledged);
        unacknowledged.clear();
        return done;
    }

    /** Takes a message; answers go back over {@code line} to {@code sender}. */
    void receive(Message message, int sender, HybridTimestamp wall, Line line) {
        if (message instanceof Message.Push push) {
            enter(push.datagrams(), wall);
        } else if (message instanceof Message.Page page) {
            enter(page.datagrams(), wall);
        } else if (message instanceof Message.Snapshot snapshot) {
            enter(snapshot.datagrams(), wall);
            if (snapshot.datagrams().stream().noneMatch(datagram -> aside.containsKey(datagram.dot()))) {
                cover(snapshot.covers());
            }
        } else if (message instanceof Message.Pull pull) {
            line.send(answer(pull.have()), sender);
        } else if (message instanceof Message.Advert advert) {
            learn(advert.from(), advert.head());
        } else if (message instanceof Message.Gossip gossip) {
            gossip.heads().forEach(this::learn);
        }
    }

    /**
     * Speaks in the right epoch, tells its head, and asks for what it lacks.
     *
     * @param peers by device, those that may be in reach
     */
    void tick(SortedMap<DeviceId, Integer> peers, Line line) {
        var own = disk.applied();
        long right = regress.look(epoch, own);
        if (right > epoch) {
            renumberIfUsurped(regress.lost(own));
        }
        epoch = right;
        var head = Head.of(epoch, own);
        var all = new TreeMap<>(heads);
        all.put(self, head);
        var offers = new TreeMap<DeviceId, DotSet>();
        peers.forEach((device, index) -> {
            line.send(new Message.Advert(self, head), index);
            if (random.nextInt(3) == 0) {
                line.send(new Message.Gossip(all), index);
            }
            offers.put(device, heads.getOrDefault(device, Head.NONE).applied());
        });
        // Pages go on where the last one ended, whatever became of what was in it.
        var here = here();
        var plan = PullPlan.of(here, offers, PULLS);
        var planned = plan.wanted().values().stream().reduce(DotSet.EMPTY, DotSet::union);
        plan.wanted()
                .forEach((device, wanted) -> line.send(
                        new Message.Pull(Head.bounded(here.union(planned.minus(wanted)))), peers.get(device)));
    }

    /** Folds what all {@code others} are known to have applied; answers how many records left the journal. */
    int compact(Set<DeviceId> others) {
        var stable = disk.applied();
        for (DeviceId other : others) {
            stable = stable.intersection(heads.getOrDefault(other, Head.NONE).applied());
        }
        return disk.fold(stable);
    }

    private Message answer(DotSet have) {
        boolean gone = !disk.folded().minus(have).isEmpty();
        if (gone || random.nextInt(4) == 0) {
            return snapshot();
        }
        var lacking = disk.synced().stream()
                .flatMap(record -> record.datagram().stream())
                .filter(datagram -> !have.contains(datagram.dot()))
                .limit(PAGE)
                .toList();
        boolean compacted = !disk.applied().minus(have).isEmpty() && lacking.isEmpty();
        return compacted ? snapshot() : new Message.Page(lacking);
    }

    private Message snapshot() {
        var datagrams = new ArrayList<Datagram>();
        registers.forEach((key, register) -> datagrams.addAll(Datagram.of(key, register)));
        return new Message.Snapshot(datagrams, disk.applied());
    }

    private void enter(List<Datagram> datagrams, HybridTimestamp wall) {
        for (Datagram datagram : datagrams) {
            if (ledger.isUsurped(datagram.dot().device(), datagram.dot().seq())) {
                renumber();
            }
            var dot = datagram.dot();
            if (!ledger.isTooFarAhead(datagram.at(), wall)
                    || ledger.mark().applied().contains(dot)) {
                ledger.enter(datagram).ifPresent(this::append);
            } else if (dot.device().isOriginOf(self)) {
                strayed = true;
                ledger.enterTimeless(datagram).ifPresent(this::append);
            } else {
                aside.put(dot, datagram);
            }
        }
    }

    private static DotSet plus(DotSet dots, Dot dot) {
        return dots.plus(dot.device(), new SeqRange(dot.seq(), dot.seq()));
    }

    private void cover(DotSet dots) {
        renumberIfUsurped(dots);
        var news = dots.minus(ledger.mark().applied());
        if (!news.isEmpty()) {
            ledger.cover(news);
            append(new Disk.Written(Optional.empty(), news));
        }
    }

    private void renumberIfUsurped(DotSet dots) {
        var origin = ledger.origin();
        if (ledger.isUsurped(origin, dots.of(origin).greatest())) {
            renumber();
        }
    }

    private void renumber() {
        ledger.renumber(self.origin(random.nextLong()));
        sealed = false;
    }

    private void append(Recorded record) {
        append(new Disk.Written(Optional.of(record.datagram()), DotSet.EMPTY));
    }

    private void append(Disk.Written record) {
        if (!sealed) {
            // A new segment is on disk before anything is in it.
            disk.seal(ledger.origin());
            sealed = true;
        }
        disk.append(record);
    }

    private void apply(Disk.Written record) {
        record.datagram().ifPresent(one -> registers.merge(one.key(), one.register(), Register::merge));
    }

    private void learn(DeviceId device, Head head) {
        if (device.equals(self)) {
            regress.heard(head);
        } else {
            heads.merge(device, head, Head::merge);
        }
    }
}

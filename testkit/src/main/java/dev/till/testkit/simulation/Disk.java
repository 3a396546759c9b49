package dev.till.testkit.simulation;

import dev.till.node.journal.Numbering;
import dev.till.node.journal.Place;
import dev.till.node.journal.Seal;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** The disk of one machine: a store, a journal of records that are synced, and others that a crash may take. */
final class Disk {

    /** A datagram, or the dots that a snapshot covered. */
    record Written(Optional<Datagram> datagram, DotSet covers) {
        DotSet addTo(DotSet dots) {
            if (datagram.isEmpty()) {
                return dots.union(covers);
            }
            var dot = datagram.get().dot();
            return dots.plus(dot.device(), new SeqRange(dot.seq(), dot.seq()));
        }
    }

    private final SortedMap<RegisterKey, Register> store = new TreeMap<>();
    private final List<Written> synced = new ArrayList<>();
    private final List<Written> waiting = new ArrayList<>();
    private final Place place;
    private Optional<Seal> seal = Optional.empty();
    private DotSet folded = DotSet.EMPTY;
    private DotSet applied = DotSet.EMPTY;
    private int noted;
    private boolean hasKey;
    private boolean torn;
    private boolean restored;

    /** An empty disk; {@code file} is a number that no other disk has. */
    Disk(long file) {
        place = new Place(file, 1);
    }

    void append(Written record) {
        waiting.add(record);
    }

    /** Makes what waits last, and answers it. */
    List<Written> sync() {
        var done = List.copyOf(waiting);
        waiting.clear();
        keep(done);
        return done;
    }

    /** Folds records from the front of the journal into the store, up to the first that {@code stable} does not cover. */
    int fold(DotSet stable) {
        int count = 0;
        for (Written record : synced) {
            if (!record.addTo(DotSet.EMPTY).minus(stable).isEmpty()) {
                break;
            }
            record.datagram().ifPresent(one -> store.merge(one.key(), one.register(), Register::merge));
            folded = record.addTo(folded);
            count++;
        }
        synced.subList(0, count).clear();
        noted -= count;
        return count;
    }

    /** What is in the store, and no longer in the journal. */
    SortedMap<RegisterKey, Register> store() {
        return store;
    }

    /** The dots of what was folded: the journal cannot tell them any more. */
    DotSet folded() {
        return folded;
    }

    /** Begins a new segment, synced, under which {@code origin} numbers. */
    void seal(DeviceId origin) {
        seal = Optional.of(new Seal(origin, place));
        torn = false;
        restored = false;
    }

    /** The power goes: some of what was not synced is lost, the first of it perhaps half written. */
    void crash(Random random) {
        int kept = random.nextInt(waiting.size() + 1);
        torn |= kept < waiting.size() && random.nextBoolean();
        keep(waiting.subList(0, kept));
        waiting.clear();
    }

    /** The last records are damaged, although they had been synced. */
    void tear(int records) {
        int kept = Math.max(0, synced.size() - records);
        torn |= kept < synced.size();
        var rest = List.copyOf(synced.subList(0, kept));
        synced.clear();
        applied = folded;
        keep(rest);
        noted = Math.min(noted, synced.size());
    }

    /** What a backup holds now, on another disk. */
    Disk copy(long file, boolean marked) {
        var copy = new Disk(file);
        copy.store.putAll(store);
        copy.folded = folded;
        copy.applied = folded;
        copy.keep(synced);
        copy.seal = seal;
        copy.hasKey = hasKey;
        copy.noted = synced.size();
        copy.torn = torn;
        copy.restored = marked;
        return copy;
    }

    List<Written> synced() {
        return synced;
    }

    /** What has come to last since this was asked before. */
    List<Written> fresh() {
        var fresh = List.copyOf(synced.subList(noted, synced.size()));
        noted = synced.size();
        return fresh;
    }

    DotSet applied() {
        return applied;
    }

    /** What the node that finds this disk is to think of its own numbers. */
    Numbering numbering() {
        var found = seal.map(one -> Numbering.of(one, place)).orElse(Numbering.UNKNOWN);
        if (torn) {
            found = found.without("the end of the journal was torn");
        }
        return restored ? found.asCopy() : found;
    }

    /** Makes the device's key unless it is there; answers whether it was made: whether the device is new. */
    boolean makeKey() {
        boolean isNew = !hasKey;
        hasKey = true;
        return isNew;
    }

    private void keep(List<Written> records) {
        for (Written record : List.copyOf(records)) {
            synced.add(record);
            applied = record.addTo(applied);
        }
    }
}

package dev.till.node.replication.gossip;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Lattice;
import dev.till.protocol.time.Dot;
import dev.till.protocol.wire.Extra;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One of the shards of the hot registers: datagrams that some device which should have them is not known to have.
 *
 * @param slots by the device that wrote the datagrams; none is empty
 * @param extra what a newer till appended, kept and passed on
 */
public record HotShard(SortedMap<DeviceId, Slot> slots, Extra extra) implements Lattice<HotShard> {

    /** How many shards there are, each under a key of its own. */
    public static final int COUNT = 16;

    /** Holds nothing. */
    public static final HotShard EMPTY = new HotShard(Collections.emptySortedMap(), Extra.NONE);

    public HotShard {
        requireNonNull(extra, "extra");
        var kept = new TreeMap<>(slots);
        kept.values().removeIf(Slot::isEmpty);
        slots = Collections.unmodifiableSortedMap(kept);
    }

    /** The shard that {@code key} belongs to; the same on every node. */
    public static int indexOf(RegisterKey key) {
        // The hash of a String is specified, that of a record is not.
        int hash = 31 * key.entity().value().hashCode() + key.field().value().hashCode();
        return Math.floorMod(hash ^ (hash >>> 16), COUNT);
    }

    /** A shard that holds one datagram. */
    public static HotShard of(Datagram datagram) {
        var entries = new TreeMap<RegisterKey, Datagram>();
        entries.put(datagram.key(), datagram);
        return of(datagram.dot().device(), new Slot(0, entries));
    }

    /** A shard that says only that {@code dot} and all its device wrote before have left. */
    public static HotShard leaving(Dot dot) {
        return of(dot.device(), new Slot(dot.seq(), Collections.emptySortedMap()));
    }

    private static HotShard of(DeviceId device, Slot slot) {
        var one = new TreeMap<DeviceId, Slot>();
        one.put(device, slot);
        return new HotShard(one, Extra.NONE);
    }

    @Override
    public HotShard merge(HotShard other) {
        var both = new TreeMap<>(slots);
        other.slots.forEach((device, slot) -> both.merge(device, slot, Slot::merge));
        return new HotShard(both, extra.compareTo(other.extra) >= 0 ? extra : other.extra);
    }

    /** The greatest sequence number of {@code device} that has left this shard; 0 when none has. */
    public long floor(DeviceId device) {
        return slots.getOrDefault(device, Slot.EMPTY).floor();
    }

    /** The datagrams that {@code device} wrote, by register. */
    public Collection<Datagram> of(DeviceId device) {
        return slots.getOrDefault(device, Slot.EMPTY).entries().values();
    }

    /** All datagrams. */
    public Stream<Datagram> datagrams() {
        return slots.values().stream().flatMap(slot -> slot.entries().values().stream());
    }
}

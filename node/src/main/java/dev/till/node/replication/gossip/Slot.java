package dev.till.node.replication.gossip;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Lattice;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The hot datagrams of one device in one shard: of each register the newest, unless it lies at or below the floor.
 *
 * <p>A device's own later write to a register always supersedes its earlier one, so the greatest sequence number is
 * the join. Raising the floor is how datagrams leave, and a late copy of one that has left merges to nothing. Both only
 * ever rise, which makes this a lattice.
 *
 * @param floor every datagram up to this sequence number is carried by other means, or was applied everywhere
 * @param entries the datagrams above it
 */
record Slot(long floor, SortedMap<RegisterKey, Datagram> entries) implements Lattice<Slot> {

    /** Holds nothing. */
    static final Slot EMPTY = new Slot(0, Collections.emptySortedMap());

    // One sequence number with two contents means a cloned device; the bytes still decide alike everywhere.
    private static final Comparator<Datagram> ORDER = Comparator.<Datagram>comparingLong(
                    datagram -> datagram.dot().seq())
            .thenComparing(DatagramCodec::encode, Arrays::compareUnsigned);

    Slot {
        var kept = new TreeMap<>(entries);
        long least = floor;
        kept.values().removeIf(datagram -> datagram.dot().seq() <= least);
        entries = Collections.unmodifiableSortedMap(kept);
    }

    @Override
    public Slot merge(Slot other) {
        var both = new TreeMap<>(entries);
        other.entries.forEach((key, theirs) -> both.merge(key, theirs, Slot::newer));
        return new Slot(Math.max(floor, other.floor), both);
    }

    boolean isEmpty() {
        return floor == 0 && entries.isEmpty();
    }

    /** The one of two datagrams to one register that stays. */
    static Datagram newer(Datagram a, Datagram b) {
        return ORDER.compare(a, b) >= 0 ? a : b;
    }
}

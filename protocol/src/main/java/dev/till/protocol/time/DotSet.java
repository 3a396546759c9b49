package dev.till.protocol.time;

import dev.till.protocol.id.DeviceId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which datagrams someone has applied, gaps included: per device a set of sequence numbers. Immutable.
 *
 * <p>A join of sets, so it merges in any order. Devices with nothing are not stored: equal knowledge is equal data.
 */
public record DotSet(SortedMap<DeviceId, SeqSet> seqs) {

    /** Has applied nothing. */
    public static final DotSet EMPTY = new DotSet(Collections.emptySortedMap());

    public DotSet {
        for (SeqSet set : seqs.values()) {
            if (set.isEmpty()) {
                throw new IllegalArgumentException("dots: " + seqs + " (expected: no device without numbers)");
            }
        }
        seqs = Collections.unmodifiableSortedMap(new TreeMap<>(seqs));
    }

    /** Everything {@code vector} covers. */
    public static DotSet of(VersionVector vector) {
        var all = new TreeMap<DeviceId, SeqSet>();
        vector.forEach((device, seq) -> all.put(device, SeqSet.upTo(seq)));
        return new DotSet(all);
    }

    /** The numbers applied of {@code device}. */
    public SeqSet of(DeviceId device) {
        return seqs.getOrDefault(device, SeqSet.EMPTY);
    }

    /** Whether {@code dot} has been applied. */
    public boolean contains(Dot dot) {
        return of(dot.device()).contains(dot.seq());
    }

    /** How many datagrams have been applied. */
    public long size() {
        return seqs.values().stream().mapToLong(SeqSet::size).sum();
    }

    /** The part without gaps: what a node may claim to have up to a number. */
    public VersionVector head() {
        var head = new TreeMap<DeviceId, Long>();
        seqs.forEach((device, set) -> {
            if (set.contiguous() > 0) {
                head.put(device, set.contiguous());
            }
        });
        return new VersionVector(head);
    }

    /** This set and {@code range} of {@code device}. */
    public DotSet plus(DeviceId device, SeqRange range) {
        var before = of(device);
        var after = before.plus(range);
        if (after.equals(before)) {
            return this;
        }
        var copy = new TreeMap<>(seqs);
        copy.put(device, after);
        return new DotSet(copy);
    }

    /** What is in either set. */
    public DotSet union(DotSet other) {
        var copy = new TreeMap<>(seqs);
        other.seqs.forEach((device, set) -> copy.merge(device, set, SeqSet::union));
        return new DotSet(copy);
    }

    /** What is in this set and missing from {@code other}. */
    public DotSet minus(DotSet other) {
        var rest = new TreeMap<DeviceId, SeqSet>();
        seqs.forEach((device, set) -> {
            var left = set.minus(other.of(device));
            if (!left.isEmpty()) {
                rest.put(device, left);
            }
        });
        return new DotSet(rest);
    }

    /** What is in both sets. */
    public DotSet intersection(DotSet other) {
        return minus(minus(other));
    }

    /** Whether nothing is in the set. */
    public boolean isEmpty() {
        return seqs.isEmpty();
    }
}

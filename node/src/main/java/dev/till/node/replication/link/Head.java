package dev.till.node.replication.link;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.register.Lattice;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqSet;
import dev.till.protocol.wire.Extra;
import java.util.TreeMap;

/**
 * What one device says it has durably applied.
 *
 * <p>Within an epoch a device only ever gains datagrams, so heads merge by union and may arrive in any order. A device
 * whose disk was set back to an earlier state begins a new epoch; its word then replaces all it said before, and its
 * peers send it again what it lost.
 *
 * @param extra what a newer till appended, kept and passed on
 */
public record Head(long epoch, DotSet applied, Extra extra) implements Lattice<Head> {

    /** More gaps than this per device are not told: claiming less than is true only costs a datagram sent twice. */
    static final int MAX_RANGES = 256;

    /** Nothing applied, or nothing known. */
    public static final Head NONE = new Head(0, DotSet.EMPTY, Extra.NONE);

    public Head {
        requireNonNull(applied, "applied");
        requireNonNull(extra, "extra");
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch: " + epoch + " (expected: 0 or more)");
        }
    }

    /** The head to tell others; of very gappy sets the first gaps only. */
    public static Head of(long epoch, DotSet applied) {
        return new Head(epoch, bounded(applied), Extra.NONE);
    }

    @Override
    public Head merge(Head other) {
        if (epoch != other.epoch) {
            return epoch > other.epoch ? this : other;
        }
        if (equals(other)) {
            return this;
        }
        var greater = extra.compareTo(other.extra) >= 0 ? extra : other.extra;
        return new Head(epoch, applied.union(other.applied), greater);
    }

    /** The same dots, or fewer where there are more gaps than anyone is told of. */
    public static DotSet bounded(DotSet dots) {
        if (dots.seqs().values().stream().allMatch(set -> set.ranges().size() <= MAX_RANGES)) {
            return dots;
        }
        var fewer = new TreeMap<>(dots.seqs());
        fewer.replaceAll((device, set) -> set.ranges().size() <= MAX_RANGES
                ? set
                : new SeqSet(set.ranges().subList(0, MAX_RANGES)));
        return new DotSet(fewer);
    }
}

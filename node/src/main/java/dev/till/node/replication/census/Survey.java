package dev.till.node.replication.census;

import dev.till.node.replication.link.Head;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.VersionVector;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who has what, as known at one moment.
 *
 * @param own what this device has durably applied
 * @param heads of other devices, also of those that cannot be reached
 * @param heard of those that can be reached, who has spoken to us since
 */
public record Survey(DotSet own, SortedMap<DeviceId, Head> heads, Reachable reachable, Set<DeviceId> heard) {

    /** Nothing known. */
    public static final Survey BLANK =
            new Survey(DotSet.EMPTY, Collections.emptySortedMap(), Reachable.NOBODY, Set.of());

    public Survey {
        heads = Collections.unmodifiableSortedMap(new TreeMap<>(heads));
        heard = Set.copyOf(heard);
    }

    /** What {@code peer} says to have applied. */
    public DotSet of(DeviceId peer) {
        return heads.getOrDefault(peer, Head.NONE).applied();
    }

    /**
     * What may be asked of each peer that can be reached: what it has applied; of one that has not spoken yet only what
     * nobody else has, for it may not listen either.
     */
    public SortedMap<DeviceId, DotSet> offers() {
        var fromTheHeard = heard.stream().map(this::of).reduce(DotSet.EMPTY, DotSet::union);
        var offers = new TreeMap<DeviceId, DotSet>();
        for (DeviceId peer : reachable.peers().keySet()) {
            offers.put(peer, heard.contains(peer) ? of(peer) : of(peer).minus(fromTheHeard));
        }
        return offers;
    }

    /** What this device and every peer that can be reached have applied without a gap. */
    public VersionVector everywhere() {
        var least = new TreeMap<DeviceId, Long>(own.head().entries());
        for (DeviceId peer : reachable.peers().keySet()) {
            var theirs = of(peer).head();
            least.replaceAll((device, seq) -> Math.min(seq, theirs.seq(device)));
        }
        least.values().removeIf(seq -> seq == 0);
        return new VersionVector(least);
    }
}

package dev.till.node.replication.census;

import dev.till.node.replication.link.Head;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.VersionVector;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who has what, as known at one moment.
 *
 * @param own what this device has durably applied
 * @param heads of other devices, also of those that cannot be reached
 */
public record Survey(DotSet own, SortedMap<DeviceId, Head> heads, Reachable reachable) {

    /** Nothing known. */
    public static final Survey BLANK = new Survey(DotSet.EMPTY, Collections.emptySortedMap(), Reachable.NOBODY);

    public Survey {
        heads = Collections.unmodifiableSortedMap(new TreeMap<>(heads));
    }

    /** What {@code peer} says to have applied. */
    public DotSet of(DeviceId peer) {
        return heads.getOrDefault(peer, Head.NONE).applied();
    }

    /** What each peer that can be reached says to have applied. */
    public SortedMap<DeviceId, DotSet> offers() {
        var offers = new TreeMap<DeviceId, DotSet>();
        reachable.peers().keySet().forEach(peer -> offers.put(peer, of(peer)));
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

package dev.till.node.replication.catchup;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From whom to fetch what: a device's datagrams from itself where that is possible, else from whoever has most of them.
 *
 * @param wanted by the peer to ask
 */
public record PullPlan(SortedMap<DeviceId, DotSet> wanted) {

    public PullPlan {
        wanted = Collections.unmodifiableSortedMap(new TreeMap<>(wanted));
    }

    /**
     * Plans to fetch what {@code have} lacks.
     *
     * @param offers what each peer has that may be asked
     * @param limit at most so many peers; those with most to fetch from
     */
    public static PullPlan of(DotSet have, SortedMap<DeviceId, DotSet> offers, int limit) {
        var lacking = new TreeMap<DeviceId, DotSet>();
        offers.forEach((peer, offer) -> lacking.put(peer, offer.minus(have)));
        var missing = lacking.values().stream().reduce(DotSet.EMPTY, DotSet::union);
        var wanted = new TreeMap<DeviceId, DotSet>();
        missing.seqs()
                .keySet()
                .forEach(origin -> source(origin, lacking)
                        .ifPresent(source -> wanted.merge(source, only(origin, lacking.get(source)), DotSet::union)));
        return new PullPlan(largest(wanted, limit));
    }

    private static Optional<DeviceId> source(DeviceId origin, SortedMap<DeviceId, DotSet> lacking) {
        var itself = lacking.keySet().stream().filter(origin::isOriginOf).findFirst();
        if (itself.isPresent() && !lacking.get(itself.get()).of(origin).isEmpty()) {
            return itself;
        }
        return lacking.entrySet().stream()
                .max(Comparator.comparingLong((Map.Entry<DeviceId, DotSet> entry) ->
                        entry.getValue().of(origin).size()))
                .map(Map.Entry::getKey);
    }

    private static DotSet only(DeviceId origin, DotSet dots) {
        var one = new TreeMap<DeviceId, SeqSet>();
        one.put(origin, dots.of(origin));
        return new DotSet(one);
    }

    private static SortedMap<DeviceId, DotSet> largest(SortedMap<DeviceId, DotSet> wanted, int limit) {
        if (wanted.size() <= limit) {
            return wanted;
        }
        var bySize = new ArrayList<>(wanted.entrySet());
        bySize.sort(Comparator.comparingLong(
                        (Map.Entry<DeviceId, DotSet> entry) -> entry.getValue().size())
                .reversed());
        var kept = new TreeMap<DeviceId, DotSet>();
        bySize.subList(0, Math.max(0, limit)).forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
        return kept;
    }
}

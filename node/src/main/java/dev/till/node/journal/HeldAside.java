package dev.till.node.journal;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.SeqRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Datagrams from too far in the future, kept until their time has come or the clock is mended.
 *
 * <p>They are in memory only and bounded in number and bytes: their dots stay gaps, so what is lost here or does not fit is
 * brought again by catch-up.
 */
final class HeldAside {
    private static final long MAX_BYTES = 8 << 20;
    private static final int OVERHEAD = 200;

    /** A datagram and the device whose connection brought it. */
    record Held(Datagram datagram, DeviceId from) {}

    private final int maxCount;
    private final NavigableMap<Dot, Held> held = new TreeMap<>();
    private Optional<Dot> shownUpTo = Optional.empty();
    private long bytes;

    HeldAside(int maxCount) {
        this.maxCount = maxCount;
    }

    void add(Datagram datagram, DeviceId from) {
        long size = size(datagram);
        if (held.size() < maxCount && bytes + size <= MAX_BYTES && !held.containsKey(datagram.dot())) {
            held.put(datagram.dot(), new Held(datagram, from));
            bytes += size;
        }
    }

    int count() {
        return held.size();
    }

    /** The greatest timestamp held. */
    HybridTimestamp latest() {
        return held.values().stream()
                .map(each -> each.datagram().at())
                .max(HybridTimestamp::compareTo)
                .orElse(new HybridTimestamp(0));
    }

    /** Which are held. */
    DotSet dots() {
        var dots = DotSet.EMPTY;
        for (Dot dot : held.keySet()) {
            dots = dots.plus(dot.device(), new SeqRange(dot.seq(), dot.seq()));
        }
        return dots;
    }

    /** Up to {@code limit} of them, the next ones at every call and then from the beginning again. */
    List<Datagram> some(int limit) {
        var page = new ArrayList<Datagram>(Math.min(limit, held.size()));
        for (Held each :
                shownUpTo.map(dot -> held.tailMap(dot, false)).orElse(held).values()) {
            if (page.size() == limit) {
                break;
            }
            page.add(each.datagram());
        }
        shownUpTo = page.size() < limit
                ? Optional.empty()
                : Optional.of(page.get(page.size() - 1).dot());
        return page;
    }

    /** Takes out all whose timestamp passes. */
    List<Held> release(Predicate<HybridTimestamp> passes) {
        return take(datagram -> passes.test(datagram.at()));
    }

    /** Takes out those of {@code dots} that are held. */
    List<Held> takeOut(Collection<Dot> dots) {
        var wanted = new HashSet<>(dots);
        return take(datagram -> wanted.contains(datagram.dot()));
    }

    private List<Held> take(Predicate<Datagram> which) {
        var released = new ArrayList<Held>();
        held.values().removeIf(each -> {
            boolean goes = which.test(each.datagram());
            if (goes) {
                released.add(each);
                bytes -= size(each.datagram());
            }
            return goes;
        });
        return released;
    }

    private static long size(Datagram datagram) {
        int value = datagram.content() instanceof dev.till.protocol.register.Value text
                ? text.json().length()
                : 0;
        return (long) OVERHEAD + value;
    }
}

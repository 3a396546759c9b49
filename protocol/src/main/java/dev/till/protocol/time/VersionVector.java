package dev.till.protocol.time;

import dev.till.protocol.id.DeviceId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far someone has seen each device's sequence: device to the greatest {@code seq}, everything up to it included.
 *
 * <p>An absent device counts as 0, and 0 is never stored, so equal knowledge is equal data. Immutable.
 */
public record VersionVector(SortedMap<DeviceId, Long> entries) {

    /** Has seen nothing. */
    public static final VersionVector EMPTY = new VersionVector(Collections.emptySortedMap());

    /** How two vectors relate. */
    public enum Order {
        EQUAL,
        BEFORE,
        AFTER,
        CONCURRENT
    }

    public VersionVector {
        for (Map.Entry<DeviceId, Long> entry : entries.entrySet()) {
            if (entry.getValue() < 1) {
                throw new IllegalArgumentException(
                        "version vector: " + entry.getKey() + "=" + entry.getValue() + " (expected: 1 or more)");
            }
        }
        entries = entries.isEmpty()
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** A vector that knows one device up to {@code dot}. */
    public static VersionVector of(Dot dot) {
        return EMPTY.with(dot);
    }

    /** The greatest sequence number seen of {@code device}, 0 when none. */
    public long seq(DeviceId device) {
        Long seq = entries.get(device);
        return seq == null ? 0 : seq;
    }

    /** Whether {@code dot} has been seen. */
    public boolean covers(Dot dot) {
        return seq(dot.device()) >= dot.seq();
    }

    /** This vector, having also seen {@code dot} and all before it of the same device. */
    public VersionVector with(Dot dot) {
        return covers(dot) ? this : changed(dot.device(), dot.seq());
    }

    /** This vector without any knowledge of {@code device}. */
    public VersionVector without(DeviceId device) {
        return entries.containsKey(device) ? changed(device, 0) : this;
    }

    /** What either has seen. */
    public VersionVector merge(VersionVector other) {
        if (dominates(other)) {
            return this;
        }
        if (other.dominates(this)) {
            return other;
        }
        var merged = new TreeMap<>(entries);
        other.entries.forEach((device, seq) -> merged.merge(device, seq, Math::max));
        return new VersionVector(merged);
    }

    /** How this vector relates to {@code other}. */
    public Order compare(VersionVector other) {
        if (dominates(other)) {
            return other.dominates(this) ? Order.EQUAL : Order.AFTER;
        }
        return other.dominates(this) ? Order.BEFORE : Order.CONCURRENT;
    }

    /** Whether this vector covers everything {@code other} covers. */
    public boolean dominates(VersionVector other) {
        if (other.entries.isEmpty()) {
            return true;
        }
        if (entries.size() < other.entries.size()) {
            return false;
        }
        for (Map.Entry<DeviceId, Long> theirs : other.entries.entrySet()) {
            if (seq(theirs.getKey()) < theirs.getValue()) {
                return false;
            }
        }
        return true;
    }

    private VersionVector changed(DeviceId device, long seq) {
        var copy = new TreeMap<>(entries);
        if (seq == 0) {
            copy.remove(device);
        } else {
            copy.put(device, seq);
        }
        return new VersionVector(copy);
    }
}

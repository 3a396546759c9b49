package dev.till.protocol.file;

import dev.till.protocol.id.DeviceName;
import dev.till.protocol.register.Lattice;
import dev.till.protocol.time.VersionVector.Order;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The version vector of a file: how often each device has changed it, by device name as tcfs writes it. A device that is not
 * named counts as 0, and 0 is never kept, so equal knowledge is equal data.
 */
public record FileClock(SortedMap<DeviceName, Long> counts) implements Lattice<FileClock> {
    /** Nobody has changed it. */
    public static final FileClock EMPTY = new FileClock(new TreeMap<>());

    public FileClock {
        var copy = new TreeMap<DeviceName, Long>();
        counts.forEach((device, count) -> {
            if (count < 0) {
                throw new IllegalArgumentException("vclock: " + device + "=" + count + " (expected: 0 or more)");
            }
            if (count > 0) {
                copy.put(device, count);
            }
        });
        counts = Collections.unmodifiableSortedMap(copy);
    }

    /** How often {@code device} has changed it. */
    public long count(DeviceName device) {
        return counts.getOrDefault(device, 0L);
    }

    /** After one more change by {@code device}. */
    public FileClock next(DeviceName device) {
        var more = new TreeMap<>(counts);
        more.merge(device, 1L, Long::sum);
        return new FileClock(more);
    }

    @Override
    public FileClock merge(FileClock other) {
        var merged = new TreeMap<>(counts);
        other.counts.forEach((device, count) -> merged.merge(device, count, Math::max));
        return new FileClock(merged);
    }

    /** How this one relates to {@code other}. */
    public Order compare(FileClock other) {
        boolean covers = covers(other);
        boolean covered = other.covers(this);
        if (covers) {
            return covered ? Order.EQUAL : Order.AFTER;
        }
        return covered ? Order.BEFORE : Order.CONCURRENT;
    }

    /** Whether every change that {@code other} counts is counted here too. */
    public boolean covers(FileClock other) {
        return other.counts.entrySet().stream().allMatch(entry -> count(entry.getKey()) >= entry.getValue());
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}

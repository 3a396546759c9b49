package dev.till.protocol.time;

import dev.till.protocol.id.DeviceId;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far someone has seen each device's sequence: device to the greatest {@code seq}, everything up to it included.
 *
 * <p>An absent device counts as 0, and 0 is never stored, so equal knowledge is equal data. Immutable. Every register has
 * one, mostly of one or two devices: so it is two sorted arrays and not a tree.
 */
public final class VersionVector {

    /** Has seen nothing. */
    public static final VersionVector EMPTY = new VersionVector(new DeviceId[0], new long[0]);

    private final DeviceId[] devices;
    private final long[] seqs;

    /** How two vectors relate. */
    public enum Order {
        EQUAL,
        BEFORE,
        AFTER,
        CONCURRENT
    }

    /** Is told the entries of a vector. */
    @FunctionalInterface
    public interface Each {
        /** Of {@code device} everything up to {@code seq} has been seen. */
        void entry(DeviceId device, long seq);
    }

    /** A vector of these entries; throws IllegalArgumentException for a number below 1. */
    public VersionVector(SortedMap<DeviceId, Long> entries) {
        this(entries.keySet().toArray(new DeviceId[0]), new long[entries.size()]);
        int i = 0;
        for (long seq : entries.values()) {
            seqs[i] = atLeastOne(devices[i], seq);
            i++;
        }
    }

    private VersionVector(DeviceId[] devices, long[] seqs) {
        this.devices = devices;
        this.seqs = seqs;
    }

    /** A vector that knows one device up to {@code dot}. */
    public static VersionVector of(Dot dot) {
        return EMPTY.with(dot);
    }

    /** How many devices have been seen anything of. */
    public int size() {
        return devices.length;
    }

    /** Whether nothing has been seen. */
    public boolean isEmpty() {
        return devices.length == 0;
    }

    /** Tells all entries, by device. */
    public void forEach(Each each) {
        for (int i = 0; i < devices.length; i++) {
            each.entry(devices[i], seqs[i]);
        }
    }

    /** All entries, as a map of its own. */
    public SortedMap<DeviceId, Long> entries() {
        var entries = new TreeMap<DeviceId, Long>();
        forEach(entries::put);
        return Collections.unmodifiableSortedMap(entries);
    }

    /** The greatest sequence number seen of {@code device}, 0 when none. */
    public long seq(DeviceId device) {
        int at = find(device);
        return at < 0 ? 0 : seqs[at];
    }

    /** Whether {@code dot} has been seen. */
    public boolean covers(Dot dot) {
        return seq(dot.device()) >= dot.seq();
    }

    /** This vector, having also seen {@code dot} and all before it of the same device. */
    public VersionVector with(Dot dot) {
        int at = find(dot.device());
        if (at >= 0) {
            return seqs[at] >= dot.seq() ? this : raised(at, dot.seq());
        }
        int to = -at - 1;
        var more = new DeviceId[devices.length + 1];
        var numbers = new long[devices.length + 1];
        System.arraycopy(devices, 0, more, 0, to);
        System.arraycopy(seqs, 0, numbers, 0, to);
        more[to] = dot.device();
        numbers[to] = dot.seq();
        System.arraycopy(devices, to, more, to + 1, devices.length - to);
        System.arraycopy(seqs, to, numbers, to + 1, devices.length - to);
        return new VersionVector(more, numbers);
    }

    /** This vector without any knowledge of {@code device}. */
    public VersionVector without(DeviceId device) {
        int at = find(device);
        if (at < 0) {
            return this;
        }
        if (devices.length == 1) {
            return EMPTY;
        }
        var fewer = new DeviceId[devices.length - 1];
        var numbers = new long[devices.length - 1];
        System.arraycopy(devices, 0, fewer, 0, at);
        System.arraycopy(seqs, 0, numbers, 0, at);
        System.arraycopy(devices, at + 1, fewer, at, fewer.length - at);
        System.arraycopy(seqs, at + 1, numbers, at, fewer.length - at);
        return new VersionVector(fewer, numbers);
    }

    /** What either has seen. */
    public VersionVector merge(VersionVector other) {
        if (dominates(other)) {
            return this;
        }
        if (other.dominates(this)) {
            return other;
        }
        var merged = new TreeMap<DeviceId, Long>();
        forEach(merged::put);
        other.forEach((device, seq) -> merged.merge(device, seq, Math::max));
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
        if (devices.length < other.devices.length) {
            return false;
        }
        // Both are sorted, so each of theirs is found further on than the one before it.
        int mine = 0;
        for (int theirs = 0; theirs < other.devices.length; theirs++) {
            int order = -1;
            while (mine < devices.length && (order = devices[mine].compareTo(other.devices[theirs])) < 0) {
                mine++;
            }
            if (mine == devices.length || order > 0 || seqs[mine] < other.seqs[theirs]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof VersionVector that
                        && Arrays.equals(seqs, that.seqs)
                        && Arrays.equals(devices, that.devices));
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(devices) + Arrays.hashCode(seqs);
    }

    @Override
    public String toString() {
        return entries().toString();
    }

    /** Where {@code device} is; when nowhere, minus 1 minus where it belongs. */
    private int find(DeviceId device) {
        // A single device is the usual case, and mostly the very one.
        if (devices.length == 1 && devices[0].equals(device)) {
            return 0;
        }
        return Arrays.binarySearch(devices, device);
    }

    private VersionVector raised(int at, long seq) {
        var numbers = seqs.clone();
        numbers[at] = seq;
        return new VersionVector(devices, numbers);
    }

    private static long atLeastOne(DeviceId device, long seq) {
        if (seq < 1) {
            throw new IllegalArgumentException("version vector: " + device + "=" + seq + " (expected: 1 or more)");
        }
        return seq;
    }
}

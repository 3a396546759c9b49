package dev.till.federation.hub;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.DotSetCodec;
import dev.till.protocol.wire.MalformedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which segments of one device are in the hub. Only that device writes it, when a segment has come to be there; so a
 * segment that it names and that is not there has been lost, unless a checkpoint covers it.
 *
 * @param segments in the order of their revisions
 */
public record Manifest(DeviceId device, List<Segment> segments) {
    private static final int VERSION = 1;
    private static final int MOST = 1_000_000;
    private static final int SUM = 32;

    /**
     * A segment in the hub.
     *
     * @param bytes of its content
     * @param sha256 of its content, in lower-case hexadecimal
     * @param before all that its device had applied before
     * @param dots the datagrams in it
     * @param covers what its device counted as applied in it because a snapshot held all that had come of it
     */
    public record Segment(
            ObjectKey key,
            long first,
            long last,
            long bytes,
            String sha256,
            DotSet before,
            DotSet dots,
            DotSet covers) {
        public Segment {
            requireNonNull(key, "key");
            requireNonNull(before, "before");
            requireNonNull(dots, "dots");
            requireNonNull(covers, "covers");
        }

        /** Whether whoever has applied {@code dots} needs nothing of it. */
        public boolean isCoveredBy(DotSet applied) {
            return dots.minus(applied).isEmpty() && covers.minus(applied).isEmpty();
        }
    }

    public Manifest {
        requireNonNull(device, "device");
        segments = segments.stream()
                .sorted(Comparator.comparingLong(Segment::first)
                        .thenComparing(segment -> segment.key().value()))
                .toList();
    }

    /** A device that has put nothing into the hub. */
    public static Manifest empty(DeviceId device) {
        return new Manifest(device, List.of());
    }

    public boolean holds(ObjectKey key) {
        return segments.stream().anyMatch(segment -> segment.key().equals(key));
    }

    /** With one more, or with the same one told anew. */
    public Manifest with(Segment added) {
        var all = new TreeMap<ObjectKey, Segment>();
        segments.forEach(segment -> all.put(segment.key(), segment));
        all.put(added.key(), added);
        return new Manifest(device, List.copyOf(all.values()));
    }

    /** Without some. */
    public Manifest without(Predicate<Segment> some) {
        return new Manifest(device, segments.stream().filter(some.negate()).toList());
    }

    /** All that is in its segments. */
    public DotSet dots() {
        return segments.stream().map(Segment::dots).reduce(DotSet.EMPTY, DotSet::union);
    }

    /** Version 1 byte, device, count varint, then each segment's members in their order. */
    public byte[] encode() {
        var to = new ByteWriter(256);
        to.putByte(VERSION).putDevice(device).putVarint(segments.size());
        for (Segment segment : segments) {
            to.putText(segment.key().value()).putLong(segment.first()).putLong(segment.last());
            to.putLong(segment.bytes()).putText(segment.sha256());
            DotSetCodec.write(segment.before(), to);
            DotSetCodec.write(segment.dots(), to);
            DotSetCodec.write(segment.covers(), to);
        }
        return to.toByteArray();
    }

    /** Reads what {@link #encode} wrote of {@code device}. */
    public static Manifest decode(DeviceId device, byte[] bytes) throws DamagedException {
        try {
            var from = new ByteReader(bytes);
            int version = from.readByte();
            if (version != VERSION || !from.readDevice().equals(device)) {
                throw new MalformedException(
                        "version " + version + ", or of another device (expected: " + VERSION + ")");
            }
            int count = from.readCount(MOST);
            var segments = new ArrayList<Segment>();
            for (int i = 0; i < count; i++) {
                segments.add(segment(device, from));
            }
            return new Manifest(device, segments);
        } catch (MalformedException | IllegalArgumentException e) {
            throw new DamagedException(HubNames.manifest(device) + ": " + e.getMessage(), e);
        }
    }

    private static Segment segment(DeviceId device, ByteReader from) throws MalformedException {
        var key = new ObjectKey(from.readText());
        long first = from.readLong();
        long last = from.readLong();
        long bytes = from.readLong();
        var sum = from.readText();
        if (!HubNames.isSegmentOf(device, key) || first < 1 || last < first || sum.length() != 2 * SUM) {
            throw new MalformedException("names '" + key + "' (expected: a segment of that device)");
        }
        return new Segment(
                key, first, last, bytes, sum, DotSetCodec.read(from), DotSetCodec.read(from), DotSetCodec.read(from));
    }
}

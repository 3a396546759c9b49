package dev.till.protocol.wire;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.time.SeqSet;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;

/**
 * The binary form of a set of dots. Equal sets have equal bytes.
 *
 * <pre>
 * devices varint, then for each by device: device 20 bytes, ranges varint, then for each range in order:
 *   how far its first number lies beyond the end of the range before (or beyond 0) varint | numbers after the first varint
 * </pre>
 */
public final class DotSetCodec {
    private static final int MAX_DEVICES = 100_000;

    private DotSetCodec() {}

    /** Appends the binary form of {@code dots}. */
    public static void write(DotSet dots, ByteWriter to) {
        to.putVarint(dots.seqs().size());
        for (Map.Entry<DeviceId, SeqSet> entry : dots.seqs().entrySet()) {
            to.putDevice(entry.getKey());
            to.putVarint(entry.getValue().ranges().size());
            long end = 0;
            for (SeqRange range : entry.getValue().ranges()) {
                to.putVarint(range.first() - end).putVarint(range.last() - range.first());
                end = range.last();
            }
        }
    }

    /** Reads what {@link #write} wrote. */
    public static DotSet read(ByteReader from) throws MalformedException {
        int devices = from.readCount(MAX_DEVICES);
        var seqs = new TreeMap<DeviceId, SeqSet>();
        try {
            for (int i = 0; i < devices; i++) {
                seqs.put(from.readDevice(), readRanges(from));
            }
            return new DotSet(seqs);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedException(e.getMessage(), e);
        }
    }

    private static SeqSet readRanges(ByteReader from) throws MalformedException {
        int count = from.readCount(from.remaining() / 2);
        var ranges = new ArrayList<SeqRange>(count);
        long end = 0;
        for (int i = 0; i < count; i++) {
            long first = Math.addExact(end, from.readVarint());
            end = Math.addExact(first, from.readVarint());
            ranges.add(new SeqRange(first, end));
        }
        return new SeqSet(ranges);
    }
}

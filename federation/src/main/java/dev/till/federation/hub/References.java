package dev.till.federation.hub;

import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Marks of contents, shortened to eight bytes. Two contents whose marks are alike by chance keep each other, and nothing is
 * lost by that.
 */
public final class References {
    /** So many fit into one object. */
    public static final int MOST = 1 << 22;

    public static final References NONE = new References(new long[0]);

    private static final int VERSION = 1;

    private final long[] marks;

    private References(long[] sorted) {
        marks = sorted;
    }

    public static References of(LongStream marks) {
        return new References(marks.sorted().distinct().toArray());
    }

    public boolean has(long mark) {
        return Arrays.binarySearch(marks, mark) >= 0;
    }

    public int size() {
        return marks.length;
    }

    /** These and those. */
    References and(References others) {
        return of(LongStream.concat(stream(), others.stream()));
    }

    /** Those of these that are among those. */
    public References only(References others) {
        return of(stream().filter(others::has));
    }

    LongStream stream() {
        return Arrays.stream(marks);
    }

    byte[] encode() {
        var to = new ByteWriter(5 + marks.length * Long.BYTES);
        to.putByte(VERSION).putInt(marks.length);
        stream().forEach(to::putLong);
        return to.toByteArray();
    }

    static References decode(ObjectKey key, byte[] bytes) throws DamagedException {
        try {
            var from = new ByteReader(bytes);
            int version = from.readByte();
            int count = from.readInt();
            if (version != VERSION || count < 0 || count > MOST) {
                throw new MalformedException("version " + version + ", " + count + " marks (expected: version "
                        + VERSION + ", at most " + MOST + "; use a newer till)");
            }
            var marks = new long[count];
            for (int i = 0; i < count; i++) {
                marks[i] = from.readLong();
            }
            return of(Arrays.stream(marks));
        } catch (MalformedException e) {
            throw new DamagedException(key + ": " + e.getMessage(), e);
        }
    }
}

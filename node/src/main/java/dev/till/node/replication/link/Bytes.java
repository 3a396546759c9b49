package dev.till.node.replication.link;

import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import java.util.Arrays;

/** Encoded content that is carried without being looked at. Whoever hands an array over does not touch it again. */
public final class Bytes {

    /** No bytes. */
    public static final Bytes NONE = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** Wraps {@code array} without copying it. */
    public static Bytes owning(byte[] array) {
        return new Bytes(array);
    }

    public int length() {
        return array.length;
    }

    /** A reader from the first byte. */
    public ByteReader reader() {
        return new ByteReader(array);
    }

    /** Appends these bytes, without their length. */
    public void writeTo(ByteWriter to) {
        to.putBytes(array);
    }

    /** The bytes from {@code start}, at most {@code length} of them. */
    public Bytes slice(int start, int length) {
        return new Bytes(Arrays.copyOfRange(array, start, Math.min(array.length, start + length)));
    }

    /** All parts, one after the other. */
    public static Bytes join(Iterable<Bytes> parts) {
        int length = 0;
        for (Bytes part : parts) {
            length += part.array.length;
        }
        var joined = new byte[length];
        int at = 0;
        for (Bytes part : parts) {
            System.arraycopy(part.array, 0, joined, at, part.array.length);
            at += part.array.length;
        }
        return new Bytes(joined);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return array.length + " bytes";
    }
}

package dev.till.protocol.wire;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * Bytes that a newer version of a format appended and this one does not understand: kept as they are, passed on, ordered
 * so that merges stay total.
 */
public final class Extra implements Comparable<Extra> {

    /** Nothing was appended, as in everything this version writes. */
    public static final Extra NONE = new Extra(new byte[0]);

    private final byte[] bytes;

    private Extra(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}. */
    public static Extra of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Extra(bytes.clone());
    }

    /** How many bytes were appended. */
    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public int compareTo(Extra other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extra that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}

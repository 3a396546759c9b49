package dev.till.protocol.file;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** The SHA-256 of a content: its name everywhere. The text form is 64 lower-case hexadecimal digits. */
public record ContentHash(long first, long second, long third, long fourth) implements Comparable<ContentHash> {
    /** Bytes of the binary form. */
    public static final int BYTES = 32;

    /** Reads the binary form; throws IllegalArgumentException for another number of bytes. */
    public static ContentHash of(byte[] digest) {
        if (digest.length != BYTES) {
            throw new IllegalArgumentException("hash: " + digest.length + " bytes (expected: " + BYTES + ")");
        }
        var bytes = ByteBuffer.wrap(digest);
        return new ContentHash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** Reads the text form; throws IllegalArgumentException on anything else. */
    public static ContentHash parse(String text) {
        try {
            return of(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "hash: '" + (text.length() > 80 ? text.substring(0, 80) + "…" : text)
                            + "' (expected: 64 hexadecimal digits)",
                    e);
        }
    }

    /** The binary form. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    /** In the order of the text forms. */
    @Override
    public int compareTo(ContentHash other) {
        int order = Long.compareUnsigned(first, other.first);
        order = order != 0 ? order : Long.compareUnsigned(second, other.second);
        order = order != 0 ? order : Long.compareUnsigned(third, other.third);
        return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
    }

    // Written out, for it is asked for each file of a first round, by a node that has just started, and what the JVM
    // makes for
    // records is slow until it is compiled.
    @Override
    public boolean equals(Object other) {
        return other instanceof ContentHash hash
                && first == hash.first
                && second == hash.second
                && third == hash.third
                && fourth == hash.fourth;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}

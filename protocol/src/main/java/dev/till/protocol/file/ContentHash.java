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

    @Override
    public int compareTo(ContentHash other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}

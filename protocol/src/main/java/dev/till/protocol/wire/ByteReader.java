package dev.till.protocol.wire;

import dev.till.protocol.id.DeviceId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads a binary form and believes nothing it says: a length beyond the bytes at hand, malformed UTF-8 and an endless
 * number all end in {@link MalformedException}.
 */
public final class ByteReader {
    /** The bits of eight bytes that are set in none of ASCII. */
    private static final long SIGNS = 0x8080_8080_8080_8080L;

    private final ByteBuffer bytes;

    /** Reads from the buffer's position to its limit, moving the position. */
    public ByteReader(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    public ByteReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    public int remaining() {
        return bytes.remaining();
    }

    public int readByte() throws MalformedException {
        try {
            return bytes.get() & 0xFF;
        } catch (BufferUnderflowException e) {
            throw truncated(e);
        }
    }

    public int readInt() throws MalformedException {
        try {
            return bytes.getInt();
        } catch (BufferUnderflowException e) {
            throw truncated(e);
        }
    }

    public long readLong() throws MalformedException {
        try {
            return bytes.getLong();
        } catch (BufferUnderflowException e) {
            throw truncated(e);
        }
    }

    public long readVarint() throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int group = readByte();
            value |= (long) (group & 0x7F) << shift;
            if (group < 0x80) {
                requireShortest(group, shift);
                return value;
            }
        }
        throw new MalformedException("number: longer than 10 bytes");
    }

    /** A varint that counts something: between 0 and {@code max}. */
    public int readCount(int max) throws MalformedException {
        long count = readVarint();
        if (count < 0 || count > max) {
            throw new MalformedException("count: " + Long.toUnsignedString(count) + " (expected: at most " + max + ")");
        }
        return (int) count;
    }

    public byte[] readBytes(int length) throws MalformedException {
        requireLength(length);
        var copy = new byte[length];
        bytes.get(copy);
        return copy;
    }

    /** A reader of the next {@code length} bytes, which this one moves past; nothing is copied. */
    public ByteReader slice(int length) throws MalformedException {
        if (length > bytes.remaining()) {
            throw new MalformedException("length: " + length + " (expected: at most " + bytes.remaining() + " left)");
        }
        var part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return new ByteReader(part);
    }

    /** Text written by {@link ByteWriter#putText}. */
    public String readText() throws MalformedException {
        int length = readCount(Integer.MAX_VALUE);
        requireLength(length);
        int start = bytes.position();
        if (bytes.hasArray() && isAscii(start, length)) {
            bytes.position(start + length);
            return new String(bytes.array(), bytes.arrayOffset() + start, length, StandardCharsets.ISO_8859_1);
        }
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.slice(start, length))
                    .toString();
            bytes.position(start + length);
            return text;
        } catch (CharacterCodingException e) {
            throw new MalformedException("text: not UTF-8", e);
        }
    }

    public DeviceId readDevice() throws MalformedException {
        try {
            return DeviceId.read(bytes);
        } catch (BufferUnderflowException e) {
            throw truncated(e);
        }
    }

    private void requireLength(int length) throws MalformedException {
        if (length < 0 || length > bytes.remaining()) {
            throw new MalformedException("length: " + length + " (expected: at most " + bytes.remaining() + " left)");
        }
    }

    /** One number has one form, or equal datagrams could differ in their bytes. */
    private static void requireShortest(int lastGroup, int shift) throws MalformedException {
        boolean overflows = shift == 63 && lastGroup > 1;
        boolean isPadded = shift > 0 && lastGroup == 0;
        if (overflows || isPadded) {
            throw new MalformedException("number: not in its shortest form");
        }
    }

    private boolean isAscii(int start, int length) {
        int end = start + length;
        int i = start;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            if ((bytes.getLong(i) & SIGNS) != 0) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (bytes.get(i) < 0) {
                return false;
            }
        }
        return true;
    }

    private static MalformedException truncated(BufferUnderflowException cause) {
        return new MalformedException("truncated", cause);
    }
}

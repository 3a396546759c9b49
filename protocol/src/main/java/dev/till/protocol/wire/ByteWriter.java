package dev.till.protocol.wire;

import dev.till.protocol.id.DeviceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer that binary forms are written into. Not thread-safe; made to be reused through {@link #clear}. */
public final class ByteWriter {
    private byte[] bytes;
    private int size;

    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** Bytes written so far. */
    public int size() {
        return size;
    }

    /** Forgets what was written and keeps the room. */
    public void clear() {
        size = 0;
    }

    /** Forgets what was written beyond {@code newSize}. */
    public void truncate(int newSize) {
        size = newSize;
    }

    public ByteWriter putByte(int value) {
        room(1);
        bytes[size++] = (byte) value;
        return this;
    }

    public ByteWriter putInt(int value) {
        room(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(size, value);
        size += Integer.BYTES;
        return this;
    }

    public ByteWriter putLong(long value) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(size, value);
        size += Long.BYTES;
        return this;
    }

    /** An unsigned number in base 128, low groups first (LEB128, as in Protocol Buffers): 1 to 10 bytes. */
    public ByteWriter putVarint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    public ByteWriter putBytes(byte[] value) {
        return putBytes(value, 0, value.length);
    }

    public ByteWriter putBytes(byte[] value, int offset, int length) {
        room(length);
        System.arraycopy(value, offset, bytes, size, length);
        size += length;
        return this;
    }

    /** A length as a varint, then as many bytes of UTF-8. */
    public ByteWriter putText(String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        return putVarint(encoded.length).putBytes(encoded);
    }

    public ByteWriter putDevice(DeviceId device) {
        return putLong(device.high()).putLong(device.middle()).putInt(device.low());
    }

    /** Overwrites four bytes that were written before. */
    public void setInt(int position, int value) {
        ByteBuffer.wrap(bytes, 0, size).putInt(position, value);
    }

    /** A view of what was written; valid until the next change. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length * 2));
        }
    }
}

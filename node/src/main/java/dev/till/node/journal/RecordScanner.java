package dev.till.node.journal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Walks the records of a segment between two offsets, and steps over damage: after bytes that are no record it goes on at
 * the next marker with a checksum that matches.
 */
final class RecordScanner {

    /** Told of bytes that are no record. */
    interface Damage {
        void found(long from, long to) throws IOException;
    }

    private static final int WINDOW = 256 * 1024;

    private final FileChannel file;
    private final long firstRevision;
    private final long limit;
    private final Damage damage;
    private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowStart;

    private long position;
    private long start;
    private long lastRevision;
    private byte type;
    private ByteBuffer body;

    /** @param limit where to stop: what lies beyond is not there, or not durable yet */
    RecordScanner(FileChannel file, long firstRevision, long from, long limit, Damage damage) {
        this.file = file;
        this.firstRevision = firstRevision;
        this.position = from;
        this.limit = limit;
        this.damage = damage;
        this.lastRevision = firstRevision - 1;
    }

    /** Moves to the next record; false at the limit. */
    boolean next() throws IOException {
        long from = position;
        while (position < limit) {
            if (isRecord(position)) {
                if (position > from) {
                    damage.found(from, position);
                }
                take();
                return true;
            }
            position = nextMarker(position + 1);
        }
        if (limit > from) {
            damage.found(from, limit);
        }
        return false;
    }

    long revision() {
        return lastRevision;
    }

    byte type() {
        return type;
    }

    /** The body; valid until the next call of {@link #next}. */
    ByteBuffer body() {
        return body;
    }

    /** Where the record starts. */
    long start() {
        return start;
    }

    /** Where the record ends. */
    long end() {
        return position;
    }

    private boolean isRecord(long at) throws IOException {
        if (limit - at < RecordFrame.SIZE) {
            return false;
        }
        int i = load(at, RecordFrame.SIZE);
        if (window.getInt(i) != RecordFrame.MARKER) {
            return false;
        }
        int length = window.getInt(i + 8);
        int offset = window.getInt(i + 12);
        if (length < 0 || length > RecordFrame.MAX_BODY || length > limit - at - RecordFrame.SIZE || offset < 0) {
            return false;
        }
        int whole = RecordFrame.SIZE + length;
        i = load(at, whole);
        return firstRevision + offset > lastRevision
                && RecordFrame.checksum(window, i, whole, firstRevision) == window.getInt(i + 4);
    }

    private void take() throws IOException {
        int i = load(position, RecordFrame.SIZE);
        int length = window.getInt(i + 8);
        i = load(position, RecordFrame.SIZE + length);
        lastRevision = firstRevision + window.getInt(i + 12);
        type = window.get(i + 16);
        body = window.slice(i + RecordFrame.SIZE, length);
        start = position;
        position += RecordFrame.SIZE + length;
    }

    private long nextMarker(long from) throws IOException {
        for (long at = from; at < limit; at++) {
            int i = load(at, 1);
            if (window.get(i) == RecordFrame.MARKER_FIRST) {
                return at;
            }
        }
        return limit;
    }

    /** Makes {@code count} bytes at file offset {@code at} available, and answers where in the window they begin. */
    private int load(long at, int count) throws IOException {
        if (at >= windowStart && at + count <= windowStart + window.limit()) {
            return (int) (at - windowStart);
        }
        if (count > window.capacity()) {
            window = ByteBuffer.allocate(Math.max(count, Math.min(2 * window.capacity(), 2 * RecordFrame.MAX_BODY)));
        }
        window.clear().limit((int) Math.min(window.capacity(), limit - at));
        windowStart = at;
        while (window.hasRemaining()) {
            if (file.read(window, at + window.position()) < 0) {
                window.flip();
                throw new EOFException("journal segment: ends before offset " + (at + count));
            }
        }
        window.flip();
        return 0;
    }
}

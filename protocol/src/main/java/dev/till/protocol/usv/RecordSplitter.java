package dev.till.protocol.usv;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Cuts a stream into records and holds no more than one of them, itself bounded, in memory. */
final class RecordSplitter {
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] chunk = new byte[CHUNK];
    private ByteArrayOutputStream record = new ByteArrayOutputStream(CHUNK);
    private long offset;
    private int at;
    private int end;

    /**
     * @param offset of the stream's first byte in its file
     * @param maxBytes the longest record that is kept
     */
    RecordSplitter(InputStream in, long offset, int maxBytes) {
        this.in = in;
        this.offset = offset;
        this.maxBytes = maxBytes;
    }

    /**
     * A run of bytes up to a record separator, or up to the end of the stream.
     *
     * @param bytes all of them, or none when they are more than the bound
     * @param length how many there are, the separator not counted
     * @param isEnded whether the separator was there
     */
    record Piece(long offset, ByteBuffer bytes, long length, boolean isEnded) {
        boolean isTooLong() {
            return length > bytes.remaining();
        }
    }

    /** The next piece; null at the end of the stream. */
    Piece next() throws IOException {
        long start = offset;
        long length = 0;
        if (record.size() > CHUNK) {
            record = new ByteArrayOutputStream(CHUNK);
        }
        record.reset();
        while (fill()) {
            int stop = at;
            while (stop < end && chunk[stop] != Separators.RECORD) {
                stop++;
            }
            length += stop - at;
            if (length <= maxBytes) {
                record.write(chunk, at, stop - at);
            }
            boolean isEnded = stop < end;
            offset += stop - at + (isEnded ? 1 : 0);
            at = stop + (isEnded ? 1 : 0);
            if (isEnded) {
                return piece(start, length, true);
            }
        }
        return length == 0 ? null : piece(start, length, false);
    }

    private Piece piece(long start, long length, boolean isEnded) {
        byte[] kept = length > maxBytes ? new byte[0] : record.toByteArray();
        return new Piece(start, ByteBuffer.wrap(kept), length, isEnded);
    }

    private boolean fill() throws IOException {
        if (at == end) {
            end = Math.max(in.read(chunk), 0);
            at = 0;
        }
        return at < end;
    }
}

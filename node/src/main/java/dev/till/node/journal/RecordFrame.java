package dev.till.node.journal;

import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.wire.ByteWriter;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What surrounds the body of a record in a segment.
 *
 * <pre>
 * marker 4 bytes | CRC32C 4 bytes | body length 4 bytes | revision - first revision of the segment 4 bytes | type 1 byte | body
 * </pre>
 *
 * The checksum covers everything behind it, and before that the first revision of the segment: a whole record of another
 * segment, in a stale disk block or inside a value, never passes for one of this segment. The marker holds bytes that
 * UTF-8 cannot, so that text rarely looks like the start of a record.
 */
final class RecordFrame {
    static final int MARKER = 0xF554FF4C;
    static final byte MARKER_FIRST = (byte) 0xF5;

    /** Bytes before the body. */
    static final int SIZE = 17;

    static final byte DATAGRAM = 1;
    static final byte COVER = 2;

    /** No record is longer; a length beyond it is damage. */
    static final int MAX_BODY = DatagramCodec.MAX_BYTES;

    private static final int AFTER_CHECKSUM = 8;

    private RecordFrame() {}

    /** Appends room for the frame; the body follows, then {@link #close}. */
    static int open(ByteWriter to) {
        int start = to.size();
        to.putInt(MARKER).putInt(0).putInt(0).putInt(0).putByte(0);
        return start;
    }

    /** Fills in the frame that was opened at {@code start}; its body reaches to the end of what is written. */
    static void close(ByteWriter to, int start, int offset, byte type, long firstRevision) {
        to.setInt(start + 8, to.size() - start - SIZE);
        to.setInt(start + 12, offset);
        var bytes = to.view();
        bytes.put(start + 16, type);
        to.setInt(start + 4, checksum(bytes, start, to.size() - start, firstRevision));
    }

    /** The checksum that belongs to the {@code length} bytes of a record at {@code start}. */
    static int checksum(ByteBuffer bytes, int start, int length, long firstRevision) {
        var crc = new CRC32C();
        for (int shift = 56; shift >= 0; shift -= 8) {
            crc.update((int) (firstRevision >>> shift) & 0xFF);
        }
        crc.update(bytes.array(), bytes.arrayOffset() + start + AFTER_CHECKSUM, length - AFTER_CHECKSUM);
        return (int) crc.getValue();
    }
}

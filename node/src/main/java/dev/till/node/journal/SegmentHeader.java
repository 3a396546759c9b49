package dev.till.node.journal;

import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.DotSetCodec;
import dev.till.protocol.wire.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The start of a segment file.
 *
 * <pre>
 * "TILLJRNL" | major 2 bytes | minor 2 bytes | header length 4 bytes | first revision 8 bytes | UTC day 4 bytes |
 * latest timestamp 8 bytes | set of dots | since 1.1 the seal: origin 20 bytes, file 8 bytes, machine 8 bytes |
 * whatever a newer minor adds | CRC32C of all before 4 bytes
 * </pre>
 *
 * Everything up to the header length, and where the checksum stands, is the same in every major version.
 *
 * @param major format version of the file
 * @param firstRevision revision of the first record; also the name of the file
 * @param day UTC day of creation, counted from 1970-01-01
 * @param latest the greatest timestamp journaled before this segment
 * @param applied everything applied before this segment
 * @param seal empty in what a till before 1.1 wrote
 * @param length bytes of the header
 */
record SegmentHeader(
        int major,
        int minor,
        long firstRevision,
        int day,
        HybridTimestamp latest,
        DotSet applied,
        Optional<Seal> seal,
        int length) {

    static final int MAJOR = 1;
    static final int MINOR = 1;

    /** No header is longer. */
    static final int MAX_LENGTH = 1 << 24;

    private static final byte[] MAGIC = "TILLJRNL".getBytes(StandardCharsets.US_ASCII);

    /** Bytes up to and with the header length. */
    static final int FIXED = 16;

    /** The header of a new segment, as bytes. */
    static byte[] encode(long firstRevision, int day, HybridTimestamp latest, DotSet applied, Seal seal) {
        return encode(MAJOR, MINOR, firstRevision, day, latest, applied, seal.bytes());
    }

    static byte[] encode(
            int major, int minor, long first, int day, HybridTimestamp latest, DotSet applied, byte[] added) {
        var writer = new ByteWriter(256);
        writer.putBytes(MAGIC)
                .putByte(major >>> 8)
                .putByte(major)
                .putByte(minor >>> 8)
                .putByte(minor);
        writer.putInt(0).putLong(first).putInt(day).putLong(latest.nanos());
        DotSetCodec.write(applied, writer);
        writer.putBytes(added);
        writer.setInt(12, writer.size() + Integer.BYTES);
        writer.putInt(checksum(writer.view()));
        return writer.toByteArray();
    }

    /** What the first {@link #FIXED} bytes of a header say of its length; not to be trusted. */
    static int lengthIn(ByteBuffer start) {
        return start.getInt(start.position() + 12);
    }

    /**
     * Reads the header at the start of {@code bytes}.
     *
     * @throws MalformedException when it is damaged or cut
     * @throws FormatTooNewException when it is whole and of a newer major version
     */
    static SegmentHeader decode(ByteBuffer bytes, String file) throws MalformedException, FormatTooNewException {
        var fixed = new ByteReader(bytes.duplicate());
        if (!java.util.Arrays.equals(fixed.readBytes(MAGIC.length), MAGIC)) {
            throw new MalformedException("segment: does not begin with TILLJRNL");
        }
        int major = fixed.readByte() << 8 | fixed.readByte();
        int minor = fixed.readByte() << 8 | fixed.readByte();
        int length = fixed.readInt();
        if (length < FIXED + Integer.BYTES || length > bytes.remaining()) {
            throw new MalformedException("segment: header of " + length + " bytes");
        }
        var whole = bytes.slice(bytes.position(), length);
        if (checksum(whole.slice(0, length - Integer.BYTES)) != whole.getInt(length - Integer.BYTES)) {
            throw new MalformedException("segment: checksum of the header does not match");
        }
        if (major > MAJOR) {
            throw new FormatTooNewException(file, major + "." + minor, MAJOR + "." + MINOR);
        }
        var rest = new ByteReader(whole.slice(FIXED, length - FIXED - Integer.BYTES));
        long first = rest.readLong();
        int day = rest.readInt();
        var latest = new HybridTimestamp(rest.readLong());
        var applied = DotSetCodec.read(rest);
        return new SegmentHeader(major, minor, first, day, latest, applied, Seal.read(minor, rest), length);
    }

    private static int checksum(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }
}

package dev.till.protocol.datagram;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.Extra;
import dev.till.protocol.wire.MalformedException;
import java.util.TreeMap;

/**
 * The binary form of a datagram, in the journal and between peers. Equal datagrams have equal bytes.
 *
 * <pre>
 * device 20 bytes | seq varint | timestamp 8 bytes | kind 1 byte (0 tombstone, 1 value)
 * entity text | field text | value text, unless a tombstone
 * context: count varint, then device 20 bytes and seq varint each, by device
 * extra: everything up to the end, written by a newer till and kept
 * </pre>
 *
 * Text is a varint length and UTF-8. The length of the whole is told by what surrounds it.
 */
public final class DatagramCodec {

    /** The longest binary form: a value whose every byte is a six-character escape, names and a wide context. */
    public static final int MAX_BYTES = 6 * Value.MAX_BYTES + (1 << 20);

    private static final int TOMBSTONE = 0;
    private static final int VALUE = 1;
    private static final int MAX_CONTEXT = 10_000;

    private DatagramCodec() {}

    /** Appends the binary form of {@code datagram}. */
    public static void write(Datagram datagram, ByteWriter to) {
        var dot = datagram.dot();
        to.putDevice(dot.device()).putVarint(dot.seq()).putLong(datagram.at().nanos());
        to.putByte(datagram.content() instanceof Value ? VALUE : TOMBSTONE);
        to.putText(datagram.key().entity().value())
                .putText(datagram.key().field().value());
        if (datagram.content() instanceof Value value) {
            to.putText(value.json());
        }
        to.putVarint(datagram.context().size());
        datagram.context().forEach((device, seq) -> to.putDevice(device).putVarint(seq));
        var extra = datagram.version().extra();
        if (extra.length() > 0) {
            to.putBytes(extra.bytes());
        }
    }

    /** The binary form of {@code datagram} by itself. */
    public static byte[] encode(Datagram datagram) {
        var writer = new ByteWriter(256);
        write(datagram, writer);
        return writer.toByteArray();
    }

    /** Reads a datagram that fills all that {@code from} has left. */
    public static Datagram read(ByteReader from) throws MalformedException {
        return readLike(null, from);
    }

    /**
     * The same, sharing with {@code before} what both have in common: of many that are kept, most are of one device and of
     * few fields.
     */
    public static Datagram readAfter(Datagram before, ByteReader from) throws MalformedException {
        return readLike(before, from);
    }

    /** {@code before} is null where there is none: this is done for every datagram that arrives. */
    private static Datagram readLike(Datagram before, ByteReader from) throws MalformedException {
        try {
            var device = from.readDevice();
            if (before != null && device.equals(before.dot().device())) {
                device = before.dot().device();
            }
            var dot = new Dot(device, from.readVarint());
            var at = new HybridTimestamp(from.readLong());
            int kind = from.readByte();
            var entity = new EntityPath(from.readText());
            var name = from.readText();
            var field = before != null && name.equals(before.key().field().value())
                    ? before.key().field()
                    : new FieldName(name);
            var content = readContent(kind, from);
            var context = readContext(from);
            var extra = from.remaining() == 0 ? Extra.NONE : Extra.of(from.readBytes(from.remaining()));
            return new Datagram(new RegisterKey(entity, field), new Version(dot, at, content, context, extra));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), e);
        }
    }

    /** Reads a datagram that fills {@code bytes}. */
    public static Datagram decode(byte[] bytes) throws MalformedException {
        return read(new ByteReader(bytes));
    }

    private static Content readContent(int kind, ByteReader from) throws MalformedException {
        return switch (kind) {
            case TOMBSTONE -> Tombstone.DELETED;
            case VALUE -> new Value(from.readText());
            default -> throw new MalformedException("kind: " + kind + " (expected: 0 or 1)");
        };
    }

    private static VersionVector readContext(ByteReader from) throws MalformedException {
        int count = from.readCount(MAX_CONTEXT);
        if (count == 0) {
            return VersionVector.EMPTY;
        }
        if (count == 1) {
            return VersionVector.of(new Dot(from.readDevice(), from.readVarint()));
        }
        var entries = new TreeMap<DeviceId, Long>();
        for (int i = 0; i < count; i++) {
            entries.put(from.readDevice(), from.readVarint());
        }
        return new VersionVector(entries);
    }
}

package dev.till.node.store;

import dev.till.protocol.id.DeviceId;
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
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What of a register does not fit a column that people read: its context, the versions that did not win, and what the writers
 * of all had seen.
 *
 * <pre>
 * context:  devices varint, then device 20 bytes and seq varint each
 * siblings: versions varint, then for each: device 20 bytes | seq varint | timestamp 8 bytes |
 *           kind 1 byte (0 tombstone, 1 value) | value text, unless a tombstone | extra length varint | extra
 * seen:     for each of siblings, then for the winner: as context
 * </pre>
 */
final class RowCodec {
    private static final int MAX_COUNT = 100_000;

    private RowCodec() {}

    static byte[] context(VersionVector context) {
        var writer = new ByteWriter(32);
        put(context, writer);
        return writer.toByteArray();
    }

    private static void put(VersionVector context, ByteWriter writer) {
        writer.putVarint(context.size());
        context.forEach((device, seq) -> writer.putDevice(device).putVarint(seq));
    }

    static byte[] seen(List<Version> versions) {
        var writer = new ByteWriter(64);
        versions.forEach(version -> put(version.seen(), writer));
        return writer.toByteArray();
    }

    /** Gives each of {@code versions} what its writer had seen. */
    static void readSeen(byte[] bytes, List<Version> versions) throws MalformedException {
        var reader = new ByteReader(bytes);
        for (int i = 0; i < versions.size(); i++) {
            versions.set(i, versions.get(i).seeing(readContext(reader)));
        }
    }

    static VersionVector context(byte[] bytes) throws MalformedException {
        return readContext(new ByteReader(bytes));
    }

    private static VersionVector readContext(ByteReader reader) throws MalformedException {
        int count = reader.readCount(MAX_COUNT);
        var entries = new TreeMap<DeviceId, Long>();
        for (int i = 0; i < count; i++) {
            entries.put(reader.readDevice(), reader.readVarint());
        }
        return new VersionVector(entries);
    }

    static byte[] siblings(List<Version> versions) {
        var writer = new ByteWriter(256);
        writer.putVarint(versions.size());
        for (Version version : versions) {
            writer.putDevice(version.dot().device()).putVarint(version.dot().seq());
            writer.putLong(version.at().nanos());
            if (version.content() instanceof Value value) {
                writer.putByte(1).putText(value.json());
            } else {
                writer.putByte(0);
            }
            writer.putVarint(version.extra().length()).putBytes(version.extra().bytes());
        }
        return writer.toByteArray();
    }

    static List<Version> siblings(byte[] bytes) throws MalformedException {
        var reader = new ByteReader(bytes);
        int count = reader.readCount(MAX_COUNT);
        var versions = new ArrayList<Version>(count);
        for (int i = 0; i < count; i++) {
            var dot = new Dot(reader.readDevice(), reader.readVarint());
            var at = new HybridTimestamp(reader.readLong());
            Content content = reader.readByte() == 0 ? Tombstone.DELETED : new Value(reader.readText());
            var extra = Extra.of(reader.readBytes(reader.readCount(reader.remaining())));
            versions.add(new Version(dot, at, content, extra));
        }
        return versions;
    }
}

package dev.till.protocol.trust;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The binary form of a device list, on disk and between peers. Equal lists have equal bytes.
 *
 * <pre>
 * version 1 byte | fleet 20 bytes | count varint, then per entry, by id: length varint, the entry
 * </pre>
 *
 * What a newer till appends is skipped here; what it says in entries of its own is kept.
 */
public final class DeviceListCodec {

    /** The most bytes {@link #decode} reads: some more than a bounded list has. */
    public static final int MAX_BYTES = 2 * DeviceList.MAX_BYTES;

    /** Bytes that an entry's length takes at most. */
    static final int PER_ENTRY = 3;

    private static final int VERSION = 1;

    private DeviceListCodec() {}

    public static byte[] encode(DeviceList list) {
        var to = new ByteWriter(64 + 256 * list.entries().size());
        to.putByte(VERSION).putDevice(EntryId.of(list.fleet()).bits());
        to.putVarint(list.entries().size());
        for (TrustEntry entry : list.entries().values()) {
            to.putVarint(entry.size()).putBytes(entry.bytes());
        }
        return to.toByteArray();
    }

    /** Reads a list and checks every signature. */
    public static DeviceList decode(byte[] bytes) throws MalformedException {
        return decode(bytes, Map.of());
    }

    /** Reads a list and checks every signature but those of entries among {@code known}, which were checked before. */
    public static DeviceList decode(byte[] bytes, Map<EntryId, TrustEntry> known) throws MalformedException {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedException(
                    "device list: " + bytes.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        var from = new ByteReader(bytes);
        int version = from.readByte();
        if (version != VERSION) {
            throw new MalformedException(
                    "device list: version " + version + " (expected: " + VERSION + "; a newer till wrote it)");
        }
        var fleet = readFleet(from);
        var entries = readEntries(from, known);
        try {
            return new DeviceList(fleet, entries);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), e);
        }
    }

    private static FleetId readFleet(ByteReader from) throws MalformedException {
        DeviceId bits = from.readDevice();
        return new FleetId(bits.toString());
    }

    private static SortedMap<EntryId, TrustEntry> readEntries(ByteReader from, Map<EntryId, TrustEntry> known)
            throws MalformedException {
        int count = from.readCount(DeviceList.MAX_ENTRIES);
        var entries = new TreeMap<EntryId, TrustEntry>();
        for (int i = 0; i < count; i++) {
            var encoded = from.readBytes(from.readCount(TrustEntry.MAX_BYTES));
            var seen = known.get(EntryId.of(encoded));
            var entry = seen != null ? seen : TrustEntry.decode(encoded);
            entries.put(entry.id(), entry);
        }
        return entries;
    }
}

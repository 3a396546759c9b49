package dev.till.node.replication.gossip;

import dev.till.node.replication.link.Head;
import dev.till.node.replication.link.HeadCodec;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Lattice;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.Extra;
import dev.till.protocol.wire.MalformedException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The binary forms of what Distributed Data carries. Equal values have equal bytes: the replicators compare digests.
 *
 * <pre>
 * hot/1:   devices varint, each: device 20 bytes | floor varint | entries varint, each by key: length varint, datagram
 * heads/1: devices varint, each: device 20 bytes | head
 * both end in extra: everything up to the end
 * </pre>
 */
public final class SharedCodec {
    private static final int MAX_DEVICES = 100_000;
    private static final Map<Class<?>, String> MANIFESTS = Map.of(HotShard.class, "hot/1", Heads.class, "heads/1");

    private SharedCodec() {}

    /** Names the form of {@code shared}: its kind and the version of that kind. */
    public static String manifest(Shared<?> shared) {
        return MANIFESTS.get(shared.value().getClass());
    }

    /** Whether {@link #read} understands this manifest. */
    public static boolean knows(String manifest) {
        return MANIFESTS.containsValue(manifest);
    }

    /** Appends the binary form of {@code shared}. */
    public static void write(Shared<?> shared, ByteWriter to) {
        Lattice<?> value = shared.value();
        if (value instanceof HotShard shard) {
            write(shard, to);
        } else if (value instanceof Heads heads) {
            write(heads, to);
        }
    }

    /** Reads what {@link #write} wrote under {@code manifest}. */
    public static Shared<?> read(String manifest, ByteReader from) throws MalformedException {
        return switch (manifest) {
            case "hot/1" -> Shared.of(readShard(from));
            case "heads/1" -> Shared.of(readHeads(from));
            default -> throw new MalformedException("manifest: '" + manifest + "' (expected: shared data)");
        };
    }

    private static void write(HotShard shard, ByteWriter to) {
        to.putVarint(shard.slots().size());
        for (Map.Entry<DeviceId, Slot> entry : shard.slots().entrySet()) {
            var slot = entry.getValue();
            to.putDevice(entry.getKey());
            to.putVarint(slot.floor()).putVarint(slot.entries().size());
            for (Datagram datagram : slot.entries().values()) {
                var encoded = DatagramCodec.encode(datagram);
                to.putVarint(encoded.length).putBytes(encoded);
            }
        }
        to.putBytes(shard.extra().bytes());
    }

    private static HotShard readShard(ByteReader from) throws MalformedException {
        int devices = from.readCount(MAX_DEVICES);
        var slots = new TreeMap<DeviceId, Slot>();
        for (int i = 0; i < devices; i++) {
            var device = from.readDevice();
            slots.put(device, readSlot(device, from));
        }
        return new HotShard(slots, Extra.of(from.readBytes(from.remaining())));
    }

    private static Slot readSlot(DeviceId device, ByteReader from) throws MalformedException {
        long floor = from.readVarint();
        int count = from.readCount(from.remaining());
        var entries = new TreeMap<RegisterKey, Datagram>();
        for (int i = 0; i < count; i++) {
            var datagram = DatagramCodec.read(from.slice(from.readCount(from.remaining())));
            if (!datagram.dot().device().equals(device)) {
                throw new MalformedException("hot datagram: " + datagram.dot() + " (expected: one of " + device + ")");
            }
            entries.put(datagram.key(), datagram);
        }
        return new Slot(floor, entries);
    }

    private static void write(Heads heads, ByteWriter to) {
        to.putVarint(heads.byDevice().size());
        for (Map.Entry<DeviceId, Head> entry : heads.byDevice().entrySet()) {
            to.putDevice(entry.getKey());
            HeadCodec.write(entry.getValue(), to);
        }
        to.putBytes(heads.extra().bytes());
    }

    private static Heads readHeads(ByteReader from) throws MalformedException {
        int devices = from.readCount(MAX_DEVICES);
        var heads = new TreeMap<DeviceId, Head>();
        for (int i = 0; i < devices; i++) {
            heads.put(from.readDevice(), HeadCodec.read(from));
        }
        return new Heads(heads, Extra.of(from.readBytes(from.remaining())));
    }
}

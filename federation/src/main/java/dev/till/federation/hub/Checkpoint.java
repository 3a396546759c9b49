package dev.till.federation.hub;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.DotSetCodec;
import dev.till.protocol.wire.MalformedException;
import java.util.Optional;

/**
 * Which snapshot counts: everything that it covers can be had from it, so older segments need not be kept.
 *
 * @param token of the lock under which it was made; a later one is greater
 * @param device that made it
 * @param madeMillis when, by that device's clock; to show
 * @param before the one that it took the place of, for whoever cannot read this one
 */
public record Checkpoint(long token, DeviceId device, long madeMillis, Snapshot snapshot, Optional<Snapshot> before) {
    private static final int VERSION = 1;

    /**
     * A snapshot in the hub.
     *
     * @param bytes of its content
     * @param sha256 of its content, in lower-case hexadecimal
     * @param datagrams that it consists of
     * @param covers everything that has gone into it
     */
    public record Snapshot(ObjectKey key, long bytes, String sha256, long datagrams, DotSet covers) {
        public Snapshot {
            requireNonNull(key, "key");
            requireNonNull(sha256, "sha256");
            requireNonNull(covers, "covers");
        }
    }

    public Checkpoint {
        requireNonNull(device, "device");
        requireNonNull(snapshot, "snapshot");
        requireNonNull(before, "before");
    }

    /** Version 1 byte, then the members in their order; snapshots are counted first. */
    public byte[] encode() {
        var to = new ByteWriter(256);
        to.putByte(VERSION).putLong(token).putDevice(device).putLong(madeMillis);
        to.putByte(before.isPresent() ? 2 : 1);
        write(snapshot, to);
        before.ifPresent(older -> write(older, to));
        return to.toByteArray();
    }

    /** Reads what {@link #encode} wrote. */
    public static Checkpoint decode(byte[] bytes) throws DamagedException {
        try {
            var from = new ByteReader(bytes);
            int version = from.readByte();
            if (version != VERSION) {
                throw new MalformedException("version " + version + " (expected: " + VERSION + "; use a newer till)");
            }
            long token = from.readLong();
            var device = from.readDevice();
            long made = from.readLong();
            int snapshots = from.readByte();
            var snapshot = read(from);
            return new Checkpoint(
                    token, device, made, snapshot, snapshots > 1 ? Optional.of(read(from)) : Optional.empty());
        } catch (MalformedException | IllegalArgumentException e) {
            throw new DamagedException(HubNames.CHECKPOINT + ": " + e.getMessage(), e);
        }
    }

    private static void write(Snapshot snapshot, ByteWriter to) {
        to.putText(snapshot.key().value())
                .putLong(snapshot.bytes())
                .putText(snapshot.sha256())
                .putLong(snapshot.datagrams());
        DotSetCodec.write(snapshot.covers(), to);
    }

    private static Snapshot read(ByteReader from) throws MalformedException {
        var key = new ObjectKey(from.readText());
        if (HubNames.tokenOfSnapshot(key).isEmpty()) {
            throw new MalformedException("names '" + key + "' (expected: a snapshot)");
        }
        return new Snapshot(key, from.readLong(), from.readText(), from.readLong(), DotSetCodec.read(from));
    }
}

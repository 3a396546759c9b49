package dev.till.node.replication.link;

import dev.till.node.replication.link.PeerMessage.Acked;
import dev.till.node.replication.link.PeerMessage.HeadAdvert;
import dev.till.node.replication.link.PeerMessage.PagePart;
import dev.till.node.replication.link.PeerMessage.Pull;
import dev.till.node.replication.link.PeerMessage.Push;
import dev.till.node.replication.link.PeerMessage.TimeAsked;
import dev.till.node.replication.link.PeerMessage.TimeTold;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.DotSetCodec;
import dev.till.protocol.wire.MalformedException;
import java.util.Map;

/**
 * The binary form of every peer message: the sender's device, then the fields in the order of the record. Bytes by
 * length. What a newer till appended is skipped; what it changed has a new version in its manifest.
 */
public final class PeerCodec {
    private static final Map<Class<?>, String> MANIFESTS = Map.of(
            Push.class, "push/1",
            Acked.class, "acked/1",
            HeadAdvert.class, "head/1",
            Pull.class, "pull/1",
            PagePart.class, "page/1",
            TimeAsked.class, "time-asked/1",
            TimeTold.class, "time-told/1");

    private PeerCodec() {}

    /** Names the form of {@code message}: its kind and the version of that kind. */
    public static String manifest(PeerMessage message) {
        return MANIFESTS.get(message.getClass());
    }

    /** Whether {@link #read} understands this manifest. */
    public static boolean knows(String manifest) {
        return MANIFESTS.containsValue(manifest);
    }

    /** Appends the binary form of {@code message}. */
    public static void write(PeerMessage message, ByteWriter to) {
        to.putDevice(message.from());
        if (message instanceof Push push) {
            to.putVarint(push.number());
            write(push.batch(), to);
        } else if (message instanceof Acked acked) {
            to.putVarint(acked.number());
            HeadCodec.write(acked.head(), to);
        } else if (message instanceof HeadAdvert advert) {
            to.putDevice(advert.about());
            HeadCodec.write(advert.head(), to);
        } else if (message instanceof Pull pull) {
            write(pull, to);
        } else if (message instanceof PagePart part) {
            to.putVarint(part.request()).putVarint(part.index()).putVarint(part.count());
            write(part.bytes(), to);
        } else if (message instanceof TimeAsked asked) {
            to.putLong(asked.asked());
        } else if (message instanceof TimeTold told) {
            to.putLong(told.asked()).putLong(told.millis());
            DotSetCodec.write(told.applied(), to);
        }
    }

    private static void write(Pull pull, ByteWriter to) {
        to.putVarint(pull.request());
        DotSetCodec.write(pull.have(), to);
        if (pull.position() instanceof Position.InSnapshot snapshot) {
            to.putByte(1).putText(snapshot.after());
        } else if (pull.position() instanceof Position.InJournal journal) {
            to.putByte(0).putVarint(journal.cursor());
        }
    }

    private static void write(Bytes bytes, ByteWriter to) {
        to.putVarint(bytes.length());
        bytes.writeTo(to);
    }

    /** Reads what {@link #write} wrote under {@code manifest}. */
    public static PeerMessage read(String manifest, ByteReader reader) throws MalformedException {
        try {
            var from = reader.readDevice();
            return switch (manifest) {
                case "push/1" -> new Push(from, reader.readVarint(), readBytes(reader));
                case "acked/1" -> new Acked(from, reader.readVarint(), HeadCodec.read(reader));
                case "head/1" -> new HeadAdvert(from, reader.readDevice(), HeadCodec.read(reader));
                case "pull/1" -> readPull(from, reader);
                case "page/1" ->
                    new PagePart(
                            from,
                            reader.readVarint(),
                            reader.readCount(PagePart.MAX_COUNT),
                            reader.readCount(PagePart.MAX_COUNT),
                            readBytes(reader));
                case "time-asked/1" -> new TimeAsked(from, reader.readLong());
                case "time-told/1" ->
                    new TimeTold(from, reader.readLong(), reader.readLong(), DotSetCodec.read(reader));
                default -> throw new MalformedException("manifest: '" + manifest + "' (expected: a peer message)");
            };
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), e);
        }
    }

    private static Pull readPull(DeviceId from, ByteReader reader) throws MalformedException {
        long request = reader.readVarint();
        var have = DotSetCodec.read(reader);
        int kind = reader.readByte();
        return switch (kind) {
            case 0 -> new Pull(from, request, have, new Position.InJournal(reader.readVarint()));
            case 1 -> new Pull(from, request, have, new Position.InSnapshot(reader.readText()));
            default -> throw new MalformedException("position: kind " + kind + " (expected: 0 or 1)");
        };
    }

    private static Bytes readBytes(ByteReader reader) throws MalformedException {
        return Bytes.owning(reader.readBytes(reader.readCount(reader.remaining())));
    }
}

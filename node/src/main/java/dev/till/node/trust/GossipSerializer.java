package dev.till.node.trust;

import dev.till.protocol.trust.DeviceListCodec;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.io.NotSerializableException;
import java.util.Optional;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.util.ByteString;

/**
 * The wire form of gossip about devices: manifest {@code S} or {@code W}, then one byte of major version, then
 *
 * <pre>
 * S: digest text | sender text
 * W: device list: length varint and bytes | sender text, empty when it wants no answer
 * </pre>
 *
 * Bytes beyond are of a newer minor version and skipped.
 */
public final class GossipSerializer extends SerializerWithStringManifest {
    private static final int IDENTIFIER = 7272;
    private static final int VERSION = 1;
    private static final String SUMMARY = "S";
    private static final String WHOLE = "W";

    private final ActorRefResolver resolver;

    public GossipSerializer(ExtendedActorSystem system) {
        resolver = ActorRefResolver.get(Adapter.toTyped(system));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return message instanceof GossipMessage.Summary ? SUMMARY : WHOLE;
    }

    @Override
    public byte[] toBinary(Object message) {
        var out = new ByteWriter(1024).putByte(VERSION);
        if (message instanceof GossipMessage.Summary summary) {
            return out.putText(summary.digest())
                    .putText(resolver.toSerializationFormat(summary.from()))
                    .toByteArray();
        }
        if (message instanceof GossipMessage.Whole whole) {
            var list = whole.list().toArray();
            return out.putVarint(list.length)
                    .putBytes(list)
                    .putText(
                            whole.replyTo().map(resolver::toSerializationFormat).orElse(""))
                    .toByteArray();
        }
        throw new IllegalArgumentException("message: " + message.getClass() + " (expected: gossip of devices)");
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        try {
            var in = new ByteReader(bytes);
            int version = in.readByte();
            if (version != VERSION) {
                throw new MalformedException("gossip of devices: version " + version + " (expected: " + VERSION
                        + "); the newer till speaks to older ones");
            }
            return switch (manifest) {
                case SUMMARY -> new GossipMessage.Summary(in.readText(), resolver.resolveActorRef(in.readText()));
                case WHOLE -> readWhole(in);
                default -> throw new MalformedException("manifest: " + manifest + " (expected: S or W)");
            };
        } catch (MalformedException e) {
            throw new NotSerializableException(e.getMessage());
        }
    }

    private GossipMessage readWhole(ByteReader in) throws MalformedException {
        var list = ByteString.fromArrayUnsafe(in.readBytes(in.readCount(DeviceListCodec.MAX_BYTES)));
        var sender = in.readText();
        Optional<ActorRef<GossipMessage>> replyTo =
                sender.isEmpty() ? Optional.empty() : Optional.of(resolver.resolveActorRef(sender));
        return new GossipMessage.Whole(list, replyTo);
    }
}

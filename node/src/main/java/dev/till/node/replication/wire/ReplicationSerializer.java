package dev.till.node.replication.wire;

import dev.till.node.replication.gossip.Shared;
import dev.till.node.replication.gossip.SharedCodec;
import dev.till.node.replication.link.PeerCodec;
import dev.till.node.replication.link.PeerMessage;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.io.NotSerializableException;
import java.nio.ByteBuffer;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Turns what replication sends into bytes and back. A manifest is a kind and the version of its form, such as
 * {@code push/1}; fields that a newer till appended are skipped or kept, a newer version is refused by name.
 *
 * <p>A refusal is an exception that the transport logs before it drops the one message; the connection stays.
 */
public final class ReplicationSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {
    private static final int IDENTIFIER = 727_001;
    private static final int USUAL_SIZE = 512;

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return message instanceof PeerMessage peer ? PeerCodec.manifest(peer) : SharedCodec.manifest(shared(message));
    }

    @Override
    public byte[] toBinary(Object message) {
        return write(message).toByteArray();
    }

    @Override
    public void toBinary(Object message, ByteBuffer to) {
        to.put(write(message).view());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return read(new ByteReader(bytes), manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer from, String manifest) throws NotSerializableException {
        // The transport's buffers are little-endian; a slice is not.
        return read(new ByteReader(from.slice()), manifest);
    }

    private static ByteWriter write(Object message) {
        int size = message instanceof PeerMessage.Push push ? push.batch().length() + USUAL_SIZE : USUAL_SIZE;
        var writer = new ByteWriter(size);
        if (message instanceof PeerMessage peer) {
            PeerCodec.write(peer, writer);
        } else {
            SharedCodec.write(shared(message), writer);
        }
        return writer;
    }

    private static Shared<?> shared(Object message) {
        if (message instanceof Shared<?> shared) {
            return shared;
        }
        throw new IllegalArgumentException("message: " + message.getClass() + " (expected: one of replication)");
    }

    private static Object read(ByteReader from, String manifest) throws NotSerializableException {
        try {
            if (PeerCodec.knows(manifest)) {
                return PeerCodec.read(manifest, from);
            }
            if (SharedCodec.knows(manifest)) {
                return SharedCodec.read(manifest, from);
            }
        } catch (MalformedException e) {
            var refusal = new NotSerializableException(manifest + ": " + e.getMessage());
            refusal.initCause(e);
            throw refusal;
        }
        throw new NotSerializableException(unknown(manifest));
    }

    private static String unknown(String manifest) {
        var kind = manifest.substring(0, manifest.lastIndexOf('/') + 1);
        var ours = kind + "1";
        boolean newer = PeerCodec.knows(ours) || SharedCodec.knows(ours);
        return "message: " + manifest
                + (newer
                        ? " (expected: " + ours + "; the peer runs a newer till, update this one)"
                        : " (expected: a known kind)");
    }
}

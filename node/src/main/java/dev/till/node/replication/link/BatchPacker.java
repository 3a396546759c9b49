package dev.till.node.replication.link;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.wire.ByteWriter;
import java.util.function.Consumer;

/** Packs datagrams into batches of at most one message; one that is larger by itself is left out. Made to be reused. */
public final class BatchPacker {
    private final ByteWriter writer = new ByteWriter(PeerMessage.MAX_PAYLOAD + 4096);
    private final Consumer<Bytes> full;

    /** Packs into batches that are handed to {@code full}. */
    public BatchPacker(Consumer<Bytes> full) {
        this.full = full;
    }

    /** Adds a datagram, handing over the batch before it when both do not fit into one message. */
    public void add(Datagram datagram) {
        int before = writer.size();
        Batch.append(datagram, writer);
        if (writer.size() <= PeerMessage.MAX_PAYLOAD) {
            return;
        }
        writer.truncate(before);
        flush();
        Batch.append(datagram, writer);
        if (writer.size() > PeerMessage.MAX_PAYLOAD) {
            writer.clear();
        }
    }

    /** Hands over what is left. */
    public void flush() {
        if (writer.size() > 0) {
            full.accept(Bytes.owning(writer.toByteArray()));
            writer.clear();
        }
    }
}

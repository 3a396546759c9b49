package dev.till.node.replication.link;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.MalformedException;
import java.util.ArrayList;
import java.util.List;

/** The binary form of a list of datagrams: each as a length of 4 bytes and its own form. Batches join by concatenation. */
public final class Batch {
    /** The shortest datagram: a device, numbers, a kind, two names of one character, an empty context. */
    private static final int SMALLEST = 35;

    private Batch() {}

    /** Encodes all of {@code datagrams} as one batch. */
    public static Bytes encode(List<Datagram> datagrams) {
        var writer = new ByteWriter(64 + 160 * datagrams.size());
        for (Datagram datagram : datagrams) {
            append(datagram, writer);
        }
        return Bytes.owning(writer.toByteArray());
    }

    /** Appends one datagram, length first. */
    static void append(Datagram datagram, ByteWriter to) {
        // A length of fixed size can be mended afterwards, so nothing is encoded elsewhere first and then copied.
        int start = to.size();
        to.putInt(0);
        DatagramCodec.write(datagram, to);
        to.setInt(start, to.size() - start - Integer.BYTES);
    }

    /** Reads what {@link #encode} wrote, to the end of {@code batch}. */
    public static List<Datagram> decode(Bytes batch) throws MalformedException {
        var from = batch.reader();
        var datagrams = new ArrayList<Datagram>(from.remaining() / 128 + 1);
        while (from.remaining() > 0) {
            var next = next(from);
            datagrams.add(
                    datagrams.isEmpty()
                            ? DatagramCodec.read(next)
                            : DatagramCodec.readAfter(datagrams.get(datagrams.size() - 1), next));
        }
        return datagrams;
    }

    private static ByteReader next(ByteReader from) throws MalformedException {
        int length = from.readInt();
        if (length < SMALLEST || length > DatagramCodec.MAX_BYTES) {
            throw new MalformedException(
                    "datagram: " + length + " bytes (expected: " + SMALLEST + " to " + DatagramCodec.MAX_BYTES + ")");
        }
        return from.slice(length);
    }
}

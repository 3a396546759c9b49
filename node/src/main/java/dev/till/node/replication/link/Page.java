package dev.till.node.replication.link;

import dev.till.node.replication.link.PeerMessage.PagePart;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.DotSetCodec;
import dev.till.protocol.wire.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The answer to a pull. */
public sealed interface Page {

    /** Datagrams from the journal, see {@link Batch}; {@code next} is the cursor to go on with, or -1 at the end. */
    record Range(Bytes batch, long next) implements Page {}

    /** Some of what was asked for was compacted away: ask for a snapshot. */
    record Gone() implements Page {}

    /** Registers as datagrams; once the last page is on disk, nothing that {@code covers} names is missing. */
    record Snapshot(Bytes batch, DotSet covers, Optional<String> next) implements Page {}

    /** The binary form: kind 1 byte, then the fields in order, batches by length; what a newer till appends is skipped. */
    default Bytes encode() {
        var to = new ByteWriter(256);
        if (this instanceof Range range) {
            to.putByte(1).putVarint(range.next() + 1).putVarint(range.batch().length());
            range.batch().writeTo(to);
        } else if (this instanceof Snapshot snapshot) {
            to.putByte(3);
            DotSetCodec.write(snapshot.covers(), to);
            to.putByte(snapshot.next().isPresent() ? 1 : 0)
                    .putText(snapshot.next().orElse(""));
            to.putVarint(snapshot.batch().length());
            snapshot.batch().writeTo(to);
        } else {
            to.putByte(2);
        }
        return Bytes.owning(to.toByteArray());
    }

    /** Reads what {@link #encode} wrote. */
    static Page decode(Bytes bytes) throws MalformedException {
        var from = bytes.reader();
        int kind = from.readByte();
        return switch (kind) {
            case 1 -> {
                long next = from.readVarint() - 1;
                yield new Range(batch(from), next);
            }
            case 2 -> new Gone();
            case 3 -> {
                var covers = DotSetCodec.read(from);
                boolean more = from.readByte() == 1;
                var next = from.readText();
                yield new Snapshot(batch(from), covers, more ? Optional.of(next) : Optional.empty());
            }
            default -> throw new MalformedException("page: kind " + kind + " (expected: 1 to 3)");
        };
    }

    /** The messages that carry this page: one, unless it holds a datagram that is larger than a message. */
    default List<PagePart> parts(DeviceId from, long request) {
        var bytes = encode();
        int count = Math.max(1, (bytes.length() + PeerMessage.MAX_PAYLOAD - 1) / PeerMessage.MAX_PAYLOAD);
        var parts = new ArrayList<PagePart>(count);
        for (int i = 0; i < count; i++) {
            var part = bytes.slice(i * PeerMessage.MAX_PAYLOAD, PeerMessage.MAX_PAYLOAD);
            parts.add(new PagePart(from, request, i, count, part));
        }
        return parts;
    }

    private static Bytes batch(ByteReader from) throws MalformedException {
        return Bytes.owning(from.readBytes(from.readCount(from.remaining())));
    }
}

package dev.till.node.replication.link;

import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.DotSetCodec;
import dev.till.protocol.wire.Extra;
import dev.till.protocol.wire.MalformedException;

/**
 * The binary form of a head. Equal heads have equal bytes.
 *
 * <pre>
 * length varint of what follows | epoch varint | dots | extra: everything up to the length
 * </pre>
 */
public final class HeadCodec {
    private HeadCodec() {}

    /** Appends the binary form of {@code head}. */
    public static void write(Head head, ByteWriter to) {
        var body = new ByteWriter(64);
        body.putVarint(head.epoch());
        DotSetCodec.write(head.applied(), body);
        body.putBytes(head.extra().bytes());
        to.putVarint(body.size()).putBytes(body.toByteArray());
    }

    /** Reads what {@link #write} wrote. */
    public static Head read(ByteReader from) throws MalformedException {
        var body = from.slice(from.readCount(from.remaining()));
        try {
            long epoch = body.readVarint();
            var applied = DotSetCodec.read(body);
            return new Head(epoch, applied, Extra.of(body.readBytes(body.remaining())));
        } catch (IllegalArgumentException e) {
            throw new MalformedException(e.getMessage(), e);
        }
    }
}

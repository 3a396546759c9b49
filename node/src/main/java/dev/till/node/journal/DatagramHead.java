package dev.till.node.journal;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.MalformedException;
import java.nio.ByteBuffer;

/**
 * The first fields of an encoded datagram (see {@link dev.till.protocol.datagram.DatagramCodec}), read without decoding
 * the rest.
 */
record DatagramHead(DeviceId device, long seq, long nanos) {

    /** Reads the head at the buffer's position, which stays. */
    static DatagramHead of(ByteBuffer body) throws MalformedException {
        return read(new ByteReader(body.duplicate()));
    }

    /** Reads the head and moves past it, to the kind of the content. */
    static DatagramHead read(ByteReader from) throws MalformedException {
        var device = from.readDevice();
        long seq = from.readVarint();
        if (seq < 1) {
            throw new MalformedException("seq: " + seq + " (expected: 1 or more)");
        }
        return new DatagramHead(device, seq, from.readLong());
    }
}

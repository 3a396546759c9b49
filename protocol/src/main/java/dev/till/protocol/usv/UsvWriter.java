package dev.till.protocol.usv;

import dev.till.protocol.datagram.Datagram;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes datagrams as records of six fields that cocli reads and {@link UsvReader} gives back exactly.
 *
 * <p>A string stands bare unless it could be taken for JSON or holds control characters; then it is a JSON string, so no
 * separator is ever inside a record.
 */
public final class UsvWriter {
    private final OutputStream out;

    /** Writes to {@code out}, which should be buffered and stays the caller's to close. */
    public UsvWriter(OutputStream out) {
        this.out = out;
    }

    /** Appends one record. */
    public void write(Datagram datagram) throws IOException {
        out.write(record(datagram));
    }

    /** The bytes of one record, its end included. */
    public static byte[] record(Datagram datagram) {
        return (Causality.record(datagram) + Separators.RECORD).getBytes(StandardCharsets.UTF_8);
    }
}

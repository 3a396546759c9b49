package dev.till.federation.hub;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.DotSetCodec;
import dev.till.protocol.wire.MalformedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All registers as datagrams, in a file.
 *
 * <pre>
 * "TILLSNAP" | version 1 byte | covers: length 4 bytes and the set of dots | each datagram: length 4 bytes and its form |
 * 0 in 4 bytes | how many datagrams 8 bytes
 * </pre>
 */
public final class SnapshotFile {
    private static final byte[] MAGIC = "TILLSNAP".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int MOST_COVERS = 64 << 20;
    private static final int BUFFER = 1 << 16;

    private SnapshotFile() {}

    /** Writes one datagram after the other. What was not closed is no snapshot. */
    public static final class Writer implements Closeable {
        private final DataOutputStream to;
        private final ByteWriter buffer = new ByteWriter(1024);
        private long count;

        /** Begins a file that covers these dots. */
        public Writer(Path file, DotSet covers) throws IOException {
            to = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), BUFFER));
            to.write(MAGIC);
            to.write(VERSION);
            DotSetCodec.write(covers, buffer);
            flush();
        }

        public void add(Datagram datagram) throws IOException {
            DatagramCodec.write(datagram, buffer);
            flush();
            count++;
        }

        /** Ends it; answers how many datagrams it has. */
        public long finish() throws IOException {
            to.writeInt(0);
            to.writeLong(count);
            to.flush();
            return count;
        }

        @Override
        public void close() throws IOException {
            to.close();
        }

        private void flush() throws IOException {
            to.writeInt(buffer.size());
            to.write(buffer.toByteArray());
            buffer.clear();
        }
    }

    /** Takes datagrams, some at a time. */
    public interface Taker {
        void take(List<Datagram> datagrams) throws IOException;
    }

    /**
     * Reads a file in lists of about {@code bytes}.
     *
     * @return what it covers
     * @throws DamagedException when it is none, or not whole; some lists may have been taken
     */
    public static DotSet read(Path file, int bytes, Taker taker) throws IOException, DamagedException {
        try (var from = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER))) {
            if (!Arrays.equals(from.readNBytes(MAGIC.length), MAGIC) || from.read() != VERSION) {
                throw new DamagedException("snapshot: does not begin as one of version " + VERSION);
            }
            var covers = DotSetCodec.read(new ByteReader(take(from, from.readInt(), MOST_COVERS)));
            long count = 0;
            var some = new ArrayList<Datagram>();
            int size = 0;
            for (int length = from.readInt(); length != 0; length = from.readInt()) {
                some.add(DatagramCodec.decode(take(from, length, DatagramCodec.MAX_BYTES)));
                count++;
                size += length;
                if (size >= bytes) {
                    taker.take(List.copyOf(some));
                    some.clear();
                    size = 0;
                }
            }
            if (!some.isEmpty()) {
                taker.take(List.copyOf(some));
            }
            long said = from.readLong();
            if (said != count) {
                throw new DamagedException("snapshot: " + count + " datagrams (expected: " + said + ")");
            }
            return covers;
        } catch (EOFException e) {
            throw new DamagedException("snapshot: cut short", e);
        } catch (MalformedException e) {
            throw new DamagedException("snapshot: " + e.getMessage(), e);
        }
    }

    private static byte[] take(DataInputStream from, int length, int most) throws IOException, MalformedException {
        if (length < 0 || length > most) {
            throw new MalformedException(length + " bytes (expected: at most " + most + ")");
        }
        var bytes = from.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }
}

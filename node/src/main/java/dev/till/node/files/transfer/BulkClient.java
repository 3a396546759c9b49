package dev.till.node.files.transfer;

import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.message.PeerSockets;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.id.DeviceId;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;

/** Fetches contents of one folder from one device. For one thread at a time; after an exception it is of no use any more. */
public final class BulkClient implements Closeable {
    private static final Duration DIAL = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BUNDLING = Duration.ofMinutes(10);

    /** So much is asked for ahead of the answers: requests of this size fit into any socket's buffers. */
    private static final int AHEAD_BYTES = 16 << 10;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Pace pace;
    private final byte[] buffer = new byte[Wire.MOST_BYTES];
    private long received;

    private BulkClient(SSLSocket socket, FolderName folder, Pace pace) throws IOException {
        this.pace = pace;
        this.socket = socket;
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 << 10));
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 32 << 10));
        out.writeInt(Wire.HELLO);
        Wire.writeText(out, folder.value());
    }

    /** A stretch of the content of {@code hash}, which the peer has at {@code path}. */
    public record Wanted(FilePath path, ContentHash hash, long offset, int length) {}

    /** Is told what came of each stretch, in the order they were asked for. */
    public interface Receiver {
        /** Here it is; {@code bytes} are only lent, as far as {@code length}. Not verified. */
        void received(int index, byte[] bytes, int length) throws IOException;

        /** The peer does not have it, or does not give it. */
        void missing(int index, String why) throws IOException;
    }

    /** Connects; throws when that is not {@code device}. */
    public static BulkClient connect(
            PeerSockets tls, String host, int port, DeviceId device, FolderName folder, Pace pace) throws IOException {
        var plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(host, port), (int) DIAL.toMillis());
            plain.setSoTimeout((int) PATIENCE.toMillis());
            plain.setTcpNoDelay(true);
            var secured = tls.dial(plain);
            if (!tls.peer(secured).equals(device)) {
                throw new IOException("another device answers at " + host + ":" + port);
            }
            return new BulkClient(secured, folder, pace);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Fetches all of these, asking ahead. */
    public void fetch(List<Wanted> wanted, Receiver receiver) throws IOException {
        int asked = 0;
        int ahead = 0;
        for (int next = 0; next < wanted.size(); next++) {
            if (ahead < AHEAD_BYTES / 2) {
                while (asked < wanted.size() && (ahead < AHEAD_BYTES || asked == next)) {
                    ask(wanted.get(asked));
                    ahead += size(wanted.get(asked));
                    asked++;
                }
                // Many at a time: each flush is a record of its own, to be encrypted, sent and read.
                out.flush();
            }
            ahead -= size(wanted.get(next));
            receive(next, wanted.get(next), receiver);
        }
    }

    private static int size(Wanted wanted) {
        return wanted.path().value().length() * 3 + 64;
    }

    private void ask(Wanted wanted) throws IOException {
        out.writeByte(Wire.GET);
        Wire.writeText(out, wanted.path().value());
        out.write(wanted.hash().bytes());
        out.writeLong(wanted.offset());
        out.writeInt(wanted.length());
    }

    private void receive(int index, Wanted wanted, Receiver receiver) throws IOException {
        byte status = in.readByte();
        if (status == Wire.OK) {
            int length = in.readInt();
            if (length != wanted.length()) {
                throw new IOException("stretch: " + length + " bytes (expected: " + wanted.length() + ")");
            }
            in.readFully(buffer, 0, length);
            received += length;
            pace.took(length);
            receiver.received(index, buffer, length);
        } else if (status == Wire.REFUSED) {
            receiver.missing(index, Wire.readText(in));
        } else {
            receiver.missing(index, "it has changed there, or is not there yet");
        }
    }

    /** How a large content is cut there, an empty list when it is not; nothing when the peer does not have it. */
    public Optional<List<Chunk>> cuts(FilePath path, ContentHash hash, long size) throws IOException {
        out.writeByte(Wire.CUTS);
        Wire.writeText(out, path.value());
        out.write(hash.bytes());
        out.flush();
        byte status = in.readByte();
        if (status == Wire.OK) {
            return Optional.of(Wire.readCuts(in, size));
        }
        return status == Wire.WHOLE ? Optional.of(List.of()) : Optional.empty();
    }

    /**
     * Writes a bundle of the repository at {@code path}, or at the root, to a file; answers why not when there is none.
     *
     * @param known objects that are here, with all that they reach
     */
    public Optional<String> bundle(Optional<FilePath> path, List<String> known, Path into) throws IOException {
        out.writeByte(Wire.BUNDLE);
        Wire.writeText(out, path.map(FilePath::value).orElse(""));
        var named = known.subList(0, Math.min(known.size(), Wire.MOST_OBJECTS));
        out.writeInt(named.size());
        for (String object : named) {
            Wire.writeText(out, object);
        }
        out.flush();
        // All of it is made before its first byte is sent.
        socket.setSoTimeout((int) BUNDLING.toMillis());
        byte status = in.readByte();
        socket.setSoTimeout((int) PATIENCE.toMillis());
        if (status == Wire.OK) {
            receive(in.readLong(), into);
            return Optional.empty();
        }
        return Optional.of(status == Wire.REFUSED ? Wire.readText(in) : "nothing of it can be had now");
    }

    private void receive(long length, Path into) throws IOException {
        long room = Files.getFileStore(into.getParent()).getUsableSpace();
        if (length < 0 || length > room) {
            throw new IOException("bundle: " + length + " bytes (expected: at most the " + room + " that are free)");
        }
        try (var file = Files.newOutputStream(into, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long left = length; left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new EOFException("the bundle ends before it should");
                }
                file.write(buffer, 0, read);
                left -= read;
                received += read;
                pace.took(read);
            }
        }
    }

    /** How many bytes of contents have come. */
    public long received() {
        return received;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

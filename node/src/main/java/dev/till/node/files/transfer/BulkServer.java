package dev.till.node.files.transfer;

import dev.till.node.files.place.Opener;
import dev.till.node.files.transfer.Contents.Answer;
import dev.till.node.message.PeerSockets;
import dev.till.node.message.StablePort;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives contents to devices of the fleet, each connection in a thread of its own. What a peer does not read is not sent: TCP
 * holds it back, and one stretch at most waits here.
 */
public final class BulkServer implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(BulkServer.class);
    private static final int MOST_CONNECTIONS = 32;
    private static final int BACKLOG = 16;
    private static final Duration HANDSHAKE = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final PeerSockets tls;
    private final Contents contents;
    private final ServerSocket socket;
    private final Semaphore free = new Semaphore(MOST_CONNECTIONS);
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(BulkServer::thread);

    private BulkServer(PeerSockets tls, Contents contents, ServerSocket socket) {
        this.tls = tls;
        this.contents = contents;
        this.socket = socket;
    }

    /**
     * Opens the port and serves it until closed.
     *
     * @param bind the address to listen at
     * @param port 0 for any free one
     */
    public static BulkServer open(PeerSockets tls, Contents contents, InetAddress bind, int port) throws IOException {
        var socket = port == 0
                ? StablePort.open(chosen -> new ServerSocket(chosen, BACKLOG, bind))
                : new ServerSocket(port, BACKLOG, bind);
        var server = new BulkServer(tls, contents, socket);
        server.threads.execute(server::accept);
        return server;
    }

    public int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket each : open) {
            each.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                if (free.tryAcquire()) {
                    open.add(connection);
                    threads.execute(() -> serve(connection));
                } else {
                    connection.close();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("Cannot accept a connection for files: {}", e.getMessage());
                }
            }
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            plain.setSoTimeout((int) HANDSHAKE.toMillis());
            plain.setTcpNoDelay(true);
            try (var secured = tls.accept(plain)) {
                plain.setSoTimeout((int) IDLE.toMillis());
                try (var conversation = new Conversation(secured)) {
                    conversation.run();
                }
            }
        } catch (EOFException e) {
            LOG.debug("A peer has all it wanted");
        } catch (IOException e) {
            LOG.debug("A connection for files ended: {}", e.getMessage());
        } finally {
            open.remove(plain);
            free.release();
        }
    }

    /** One connection. */
    private final class Conversation implements Closeable {
        private final Opener opener = new Opener();
        private final SSLSocket socket;
        private final DataInputStream in;
        private final DataOutputStream out;
        private byte[] buffer = new byte[64 << 10];

        Conversation(SSLSocket socket) throws IOException {
            this.socket = socket;
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 32 << 10));
            out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 64 << 10));
        }

        @Override
        public void close() throws IOException {
            opener.close();
        }

        void run() throws IOException {
            if (in.readInt() != Wire.HELLO) {
                throw new IOException("hello: unknown (expected: that of till files, version 1)");
            }
            FolderName folder;
            try {
                folder = new FolderName(Wire.readText(in));
            } catch (IllegalArgumentException e) {
                throw new IOException(e.getMessage(), e);
            }
            while (true) {
                byte kind = in.readByte();
                // Who was revoked since the connection began gets nothing more.
                tls.peer(socket);
                answer(folder, kind);
                // Answers wait only while there are more requests to answer.
                if (in.available() == 0) {
                    // Nobody is to find a directory in use that nothing is read from.
                    opener.close();
                    out.flush();
                }
            }
        }

        private void answer(FolderName folder, byte kind) throws IOException {
            if (kind == Wire.BUNDLE) {
                giveBundle(folder);
                return;
            }
            var path = Wire.readPath(in);
            var hash = Wire.readHash(in);
            if (kind == Wire.GET) {
                long offset = in.readLong();
                int length = in.readInt();
                if (length < 0 || length > Wire.MOST_BYTES || offset < 0) {
                    throw new IOException("stretch: " + length + " bytes at " + offset + " (expected: at most "
                            + Wire.MOST_BYTES + ")");
                }
                give(contents.find(folder, path, hash), offset, length);
            } else if (kind == Wire.CUTS) {
                var cuts = contents.cuts(folder, path, hash);
                if (cuts.isEmpty()) {
                    out.writeByte(Wire.GONE);
                } else if (cuts.get().isEmpty()) {
                    out.writeByte(Wire.WHOLE);
                } else {
                    out.writeByte(Wire.OK);
                    Wire.writeCuts(out, cuts.get());
                }
            } else {
                throw new IOException("request: " + kind + " (expected: one of version 1)");
            }
        }

        private void giveBundle(FolderName folder) throws IOException {
            var text = Wire.readText(in);
            var path = text.isEmpty() ? Optional.<FilePath>empty() : Optional.of(Wire.path(text));
            int count = in.readInt();
            if (count < 0 || count > Wire.MOST_OBJECTS) {
                throw new IOException("objects: " + count + " (expected: at most " + Wire.MOST_OBJECTS + ")");
            }
            var known = new ArrayList<String>();
            for (int i = 0; i < count; i++) {
                known.add(Wire.readText(in));
            }
            var answer = contents.bundle(folder, path, known);
            if (!(answer instanceof Answer.Found found)) {
                give(answer, 0, 0);
                return;
            }
            try (var bundle = Channels.newInputStream(found.content().open(opener))) {
                out.writeByte(Wire.OK);
                out.writeLong(found.size());
                bundle.transferTo(out);
            }
        }

        private void give(Answer answer, long offset, int length) throws IOException {
            if (answer instanceof Answer.Refused refused) {
                LOG.info("Refused a peer's request: {}", refused.why());
                out.writeByte(Wire.REFUSED);
                Wire.writeText(out, refused.why());
            } else if (answer instanceof Answer.Found found
                    && offset + length <= found.size()
                    && read(found, offset, length)) {
                out.writeByte(Wire.OK);
                out.writeInt(length);
                out.write(buffer, 0, length);
            } else {
                out.writeByte(Wire.GONE);
            }
        }

        /** Reads all of the stretch before anything is said of it; false when it is not there any more. */
        private boolean read(Answer.Found found, long offset, int length) throws IOException {
            if (buffer.length < length) {
                buffer = new byte[length];
            }
            try (var channel = found.content().open(opener)) {
                channel.position(offset);
                var into = ByteBuffer.wrap(buffer, 0, length);
                while (into.hasRemaining()) {
                    if (channel.read(into) < 0) {
                        return false;
                    }
                }
                return true;
            } catch (FileSystemException e) {
                LOG.debug("It went away while it was given: {}", e.toString());
                return false;
            }
        }
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "till-files");
        thread.setDaemon(true);
        return thread;
    }
}

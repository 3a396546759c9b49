package dev.till.node.api;

import dev.till.node.socket.SocketPath;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The socket file of a home, bound: in a private directory, for this user alone, removed when closed. */
record BoundSocket(ServerSocketChannel channel, Path path, Path home) implements AutoCloseable {

    static BoundSocket in(Path home, int backlog) throws IOException {
        makePrivate(SocketPath.directory(home));
        forget(home);
        var path = SocketPath.direct(home);
        if (!SocketPath.fits(path)) {
            path = elsewhere().resolve("api.sock");
            if (!SocketPath.fits(path)) {
                throw new IOException("socket: '" + path + "' is too long a path (expected: at most "
                        + SocketPath.MAX_BYTES + " bytes; set XDG_RUNTIME_DIR to a shorter directory)");
            }
            Files.writeString(SocketPath.note(home), path + "\n");
        }
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(path), backlog);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new BoundSocket(channel, path, home);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        forget(home);
    }

    private static void makePrivate(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    /** Removes the socket of this home, wherever it is, and the note. */
    private static void forget(Path home) throws IOException {
        Files.deleteIfExists(SocketPath.direct(home));
        var note = SocketPath.note(home);
        if (Files.exists(note)) {
            var socket = Path.of(Files.readString(note).strip());
            var directory = socket.getParent();
            // The note is ours, but what it names is only removed when it looks like what we made.
            if (directory != null && directory.getFileName().toString().startsWith("till-")) {
                Files.deleteIfExists(socket);
                Files.deleteIfExists(directory);
            }
            Files.delete(note);
        }
    }

    /** A new private directory with a short path. */
    private static Path elsewhere() throws IOException {
        var runtime = System.getenv("XDG_RUNTIME_DIR");
        var parent = runtime != null && Files.isDirectory(Path.of(runtime)) ? Path.of(runtime) : Path.of("/tmp");
        return Files.createTempDirectory(parent, "till-");
    }
}

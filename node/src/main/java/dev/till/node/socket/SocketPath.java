package dev.till.node.socket;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the socket of a home is: {@code run/api.sock}.
 *
 * <p>The kernel allows about a hundred bytes for the path of a socket. A home whose path is longer gets its socket in a
 * short private directory elsewhere, whose name stands in {@code run/api.path}.
 */
public final class SocketPath {

    /** The longest path of a socket: {@code sun_path} holds 108 bytes on Linux and 104 on others, one of them the end. */
    public static final int MAX_BYTES = 103;

    private SocketPath() {}

    /** The directory that holds the socket or the note where it is. */
    public static Path directory(Path home) {
        return home.toAbsolutePath().normalize().resolve("run");
    }

    /** Where the socket is when the path is short enough. */
    public static Path direct(Path home) {
        return directory(home).resolve("api.sock");
    }

    /** The note that says where else the socket is. */
    public static Path note(Path home) {
        return directory(home).resolve("api.path");
    }

    /** Whether the kernel accepts {@code socket} as a socket's path. */
    public static boolean fits(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** Where to connect to. */
    public static Path find(Path home) throws IOException {
        var direct = direct(home);
        if (fits(direct)) {
            return direct;
        }
        return Path.of(Files.readString(note(home)).strip());
    }
}

package dev.till.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * OpenSSH's server, for this user, with keys of its own and an account directory of its own. It listens on all addresses, so on
 * loopback it stands for as many hosts as are needed.
 */
public final class SshServer implements AutoCloseable {
    /** Who logs in. */
    public static final String USER = System.getProperty("user.name");

    private final Path directory;
    private final int port;
    private Process process;

    private SshServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Starts one on a free port of this machine. */
    public static SshServer start(Path directory) {
        return start(directory, freePort(), List.of());
    }

    /** Starts one somewhere else: {@code entrance} stands before the command, and leads to the machine. */
    public static SshServer start(Path directory, int port, List<String> entrance) {
        try {
            var server = new SshServer(directory, port);
            Files.createDirectories(server.account());
            for (String key : List.of("host", "peers")) {
                var file = directory.resolve(key).toString();
                Program.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file)
                        .run()
                        .orThrow();
            }
            Files.copy(directory.resolve("peers.pub"), directory.resolve("authorized"));
            Files.write(directory.resolve("conf"), server.settings());
            if (USER.equals("root")) {
                Files.createDirectories(Path.of("/run/sshd"));
            }
            server.process = Program.of(
                            "/usr/sbin/sshd",
                            "-D",
                            "-e",
                            "-f",
                            directory.resolve("conf").toString())
                    .through(entrance)
                    .start(directory.resolve("log"));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** The home of the account. */
    public Path account() {
        return directory.resolve("account");
    }

    /** A configuration by which the real {@code ssh} is admitted. */
    public Path config() {
        try {
            return Files.write(
                    directory.resolve("config"),
                    List.of(
                            "Host *",
                            "  User " + USER,
                            "  Port " + port,
                            "  IdentityFile " + directory.resolve("peers"),
                            "  IdentitiesOnly yes",
                            "  StrictHostKeyChecking accept-new",
                            "  LogLevel ERROR",
                            "  UserKnownHostsFile " + directory.resolve("known")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Admits this key beside that of {@link #config}. */
    public void admit(String key) throws IOException {
        Files.writeString(directory.resolve("authorized"), Files.readString(directory.resolve("peers.pub")) + key);
    }

    @Override
    public void close() {
        process.destroy();
    }

    private List<String> settings() {
        return List.of(
                "Port " + port,
                "ListenAddress 0.0.0.0",
                "HostKey " + directory.resolve("host"),
                "PidFile none",
                "AuthorizedKeysFile " + directory.resolve("authorized"),
                "StrictModes no",
                "UsePAM no",
                "PasswordAuthentication no",
                "MaxStartups 500",
                // What the shell of this user does at its start is neither to be measured nor to be changed.
                // Java takes the home from elsewhere, so till is told its own.
                "SetEnv HOME=" + account() + " TILL_HOME=" + account().resolve(".till"),
                "LogLevel ERROR");
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

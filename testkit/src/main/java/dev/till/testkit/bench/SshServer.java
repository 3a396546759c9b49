package dev.till.testkit.bench;

import dev.till.testkit.process.Program;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenSSH's server, and what the peers need to be admitted. */
record SshServer(Path directory, int port, Process process) {
    static final String USER = System.getProperty("user.name");

    static SshServer start(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("account"));
        for (String key : List.of("host", "peers")) {
            Program.of(
                            "ssh-keygen",
                            "-q",
                            "-t",
                            "ed25519",
                            "-N",
                            "",
                            "-f",
                            directory.resolve(key).toString())
                    .run()
                    .orThrow();
        }
        Files.copy(directory.resolve("peers.pub"), directory.resolve("authorized"));
        int port = freePort();
        Files.write(directory.resolve("conf"), settings(directory, port));
        Files.write(
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
        if (USER.equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        var process = Program.of(
                        "/usr/sbin/sshd",
                        "-D",
                        "-e",
                        "-f",
                        directory.resolve("conf").toString())
                .start(directory.resolve("log"));
        return new SshServer(directory, port, process);
    }

    Path config() {
        return directory.resolve("config");
    }

    /** Admits this key beside that of the peers. */
    void admit(String key) throws IOException {
        Files.writeString(directory.resolve("authorized"), Files.readString(directory.resolve("peers.pub")) + key);
    }

    private static List<String> settings(Path directory, int port) {
        return new ArrayList<>(List.of(
                "Port " + port,
                "ListenAddress 0.0.0.0",
                "HostKey " + directory.resolve("host"),
                "PidFile none",
                "AuthorizedKeysFile " + directory.resolve("authorized"),
                "StrictModes no",
                "UsePAM no",
                "PasswordAuthentication no",
                "MaxStartups 500",
                // What the shell of this account does at its start is not to be measured.
                "SetEnv HOME=" + directory.resolve("account"),
                "LogLevel ERROR"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

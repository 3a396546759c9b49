package dev.till.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The real server of OpenSSH, for this user, on a port of its own, with keys of its own. Bound to all loopback addresses, so it
 * stands for as many hosts as are needed.
 */
public final class Sshd implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");

    private static final String VARIABLE = "SetEnv ";

    private final Path directory;
    private final int port;
    private Process process;

    private Sshd(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /** Starts one; tests that need it are passed over where there is none. */
    public static Sshd start(Path directory, String... settings) throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), "needs openssh-server");
        Files.createDirectories(directory);
        var sshd = new Sshd(directory, freePort());
        makeHostKey(directory);
        Files.writeString(directory.resolve("authorized"), "");
        var lines = new ArrayList<>(List.of(
                "Port " + sshd.port,
                "ListenAddress 0.0.0.0",
                "HostKey " + directory.resolve("host"),
                "PidFile none",
                "AuthorizedKeysFile " + directory.resolve("authorized"),
                "StrictModes no",
                "UsePAM no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                // What a shell reads at its start is this account's affair, and may take longer than the test.
                "SetEnv HOME=" + Files.createDirectories(directory.resolve("account")) + more(settings),
                "MaxStartups 300",
                "LogLevel VERBOSE"));
        Arrays.stream(settings).filter(line -> !line.startsWith(VARIABLE)).forEach(line -> {
            var keyword = line.substring(0, line.indexOf(' ') + 1);
            lines.removeIf(known -> known.startsWith(keyword));
            lines.add(line);
        });
        Files.write(directory.resolve("conf"), lines);
        sshd.resume();
        return sshd;
    }

    /** The server takes the first such line, and no other. */
    private static String more(String... settings) {
        return Arrays.stream(settings)
                .filter(line -> line.startsWith(VARIABLE))
                .map(line -> " " + line.substring(VARIABLE.length()))
                .collect(Collectors.joining());
    }

    /** Where it listens, on 127.0.0.1 and all its neighbours. */
    public int port() {
        return port;
    }

    /** Admits this key, and no other. */
    public void admit(String publicKey) throws IOException {
        Files.writeString(directory.resolve("authorized"), publicKey.strip() + "\n");
    }

    /** Is somebody else from the next connection on. */
    public void changeHostKey() throws IOException {
        stop();
        for (String file : List.of("host", "host.pub")) {
            Files.delete(directory.resolve(file));
        }
        makeHostKey(directory);
        resume();
    }

    /** What it has said so far. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** How often somebody was admitted. */
    public long admissions() throws IOException {
        return log().lines().filter(line -> line.contains("Accepted publickey")).count();
    }

    /** How many processes serve connections now, and run what was asked for over them. */
    public long connections() {
        return process.descendants().count();
    }

    /** Stops listening; connections that are there live on. */
    public void stop() {
        process.destroy();
        await().until(() -> !process.isAlive());
    }

    /** Ends it and all it runs at once, as when a machine loses its power. */
    public void crash() {
        var all = process.descendants().toList();
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        await().until(() -> !process.isAlive());
    }

    /** Listens again. */
    public void resume() throws IOException {
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        process = new ProcessBuilder(
                        PROGRAM.toString(),
                        "-D",
                        "-e",
                        "-f",
                        directory.resolve("conf").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
        await().until(() -> {
            assertThat(process.isAlive()).as("sshd lives; it said: %s", log()).isTrue();
            return answers();
        });
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        await().until(() -> !process.isAlive());
    }

    private static void makeHostKey(Path directory) throws IOException {
        var key = directory.resolve("host").toString();
        run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key));
    }

    /** What a program prints; it has to succeed. */
    public static String run(List<String> command) throws IOException {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).as("%s said: %s", command, out).isZero();
            return out;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}

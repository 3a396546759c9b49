package dev.till.testkit.s3;

import dev.till.testkit.process.Layout;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * S3Proxy over a directory, as a process, with one bucket. {@code testkit/peers/s3proxy} fetches it. Its requests come through
 * a {@link Front}.
 */
public final class S3Proxy implements AutoCloseable {
    public static final String IDENTITY = "till";
    public static final String SECRET = "a-secret-of-the-tests";
    public static final String BUCKET = "fleet";

    private static final Path JARS = Path.of("target", "peers", "s3proxy");
    private static final long PATIENCE_NANOS = 120_000_000_000L;

    private final Process process;
    private final Front front;
    private final Path log;

    private S3Proxy(Process process, Front front, Path log) {
        this.process = process;
        this.front = front;
        this.log = log;
    }

    /** Whether it has been fetched. */
    public static boolean isHere() {
        return Files.isDirectory(JARS);
    }

    /** Starts one that keeps everything in {@code directory}. */
    public static S3Proxy start(Path directory) {
        try {
            int port = freePort();
            Files.createDirectories(directory.resolve("objects").resolve(BUCKET));
            var settings = Files.write(
                    directory.resolve("s3proxy.conf"),
                    List.of(
                            "s3proxy.endpoint=http://127.0.0.1:" + port,
                            "s3proxy.authorization=aws-v2-or-v4",
                            "s3proxy.identity=" + IDENTITY,
                            "s3proxy.credential=" + SECRET,
                            "jclouds.provider=filesystem-nio2",
                            "jclouds.filesystem.basedir=" + directory.resolve("objects")));
            var quiet = Files.writeString(
                    directory.resolve("logback.xml"), "<configuration><root level=\"warn\"/></configuration>");
            var log = directory.resolve("s3proxy.log");
            var process = Program.of(
                            Layout.jdk().resolve("bin").resolve("java").toString(),
                            "-Xmx128m",
                            "-XX:+UseSerialGC",
                            "-Dlogback.configurationFile=" + quiet,
                            "-cp",
                            JARS.toAbsolutePath() + "/*",
                            "org.gaul.s3proxy.Main",
                            "--properties",
                            settings.toString())
                    .start(log);
            var proxy = new S3Proxy(process, Front.to(port), log);
            proxy.await(port);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The way to it, which can be made to fail. */
    public Front front() {
        return front;
    }

    /** The hub's address for nodes. */
    public String hub() {
        return "http://127.0.0.1:" + front.port() + "/" + BUCKET;
    }

    /** What Debian's s3cmd makes of it: runs it with these arguments, which must succeed. */
    public String s3cmd(String... arguments) {
        var command = new java.util.ArrayList<>(List.of(
                "s3cmd",
                "--access_key=" + IDENTITY,
                "--secret_key=" + SECRET,
                "--host=127.0.0.1:" + front.port(),
                "--host-bucket=127.0.0.1:" + front.port(),
                "--no-ssl"));
        command.addAll(List.of(arguments));
        return Program.of(command).run().orThrow().out();
    }

    @Override
    public void close() {
        front.close();
        process.destroyForcibly();
    }

    private void await(int port) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("S3Proxy does not start:\n" + Files.readString(log));
            }
            LockSupport.parkNanos(50_000_000L);
        }
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return Optional.ofNullable(socket.getInetAddress()).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}

package dev.till.testkit.bench;

import static java.nio.file.Files.createDirectories;
import static java.nio.file.Files.writeString;

import dev.till.node.message.StablePort;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Three real NATS servers on loopback with JetStream on file storage, as Debian ships them, behind TLS. */
final class NatsCluster implements AutoCloseable {

    private static final int SIZE = 3;

    private final List<Process> servers = new ArrayList<>();
    private final List<Integer> ports;
    private final NatsTls tls;

    private NatsCluster(List<Integer> ports, NatsTls tls) {
        this.ports = ports;
        this.tls = tls;
    }

    /**
     * When what the servers write is on disk. These servers (2.9) sync every two minutes and cannot be told to do so before
     * they acknowledge; but files can be marked so that each write is on disk when it returns.
     */
    enum Writes {
        AS_SHIPPED,
        SYNCHRONOUS
    }

    /** Starts the servers and makes the bucket on them, once they have elected a leader. */
    static NatsCluster start(Path directory, Writes writes) throws IOException {
        var cluster = new NatsCluster(freePorts(SIZE), NatsTls.make(directory.resolve("nats-tls")));
        var routes = freePorts(SIZE);
        for (int i = 0; i < SIZE; i++) {
            var home = createDirectories(directory.resolve("nats-" + i));
            if (writes == Writes.SYNCHRONOUS) {
                // Inherited by whatever is created inside; see chattr(1).
                Program.of("chattr", "+S", home.toString()).run().orThrow();
            }
            var settings = writeString(home.resolve("nats.conf"), cluster.settings(i, home, routes));
            cluster.servers.add(
                    Program.of("nats-server", "-c", settings.toString()).start(home.resolve("log")));
        }
        cluster.createBucket();
        return cluster;
    }

    NatsTls tls() {
        return tls;
    }

    String url(int server) {
        return "nats://127.0.0.1:" + ports.get(server);
    }

    List<Long> pids() {
        return servers.stream().map(Process::pid).toList();
    }

    private String settings(int which, Path home, List<Integer> routes) {
        var others = routes.stream().map(port -> "nats://127.0.0.1:" + port).collect(Collectors.joining(", "));
        return """
                server_name: s%d
                listen: 127.0.0.1:%d
                %s
                jetstream { store_dir: "%s" }
                cluster { name: bench, listen: 127.0.0.1:%d, routes: [%s], %s }
                """.formatted(which, ports.get(which), tls.block(), home, routes.get(which), others, tls.block());
    }

    private void createBucket() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            try (var end = new NatsEnd(url(0), tls)) {
                end.create();
                return true;
            }
        });
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(StablePort.open(ServerSocket::new));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        servers.forEach(Process::destroy);
        servers.forEach(server -> server.onExit().join());
    }
}

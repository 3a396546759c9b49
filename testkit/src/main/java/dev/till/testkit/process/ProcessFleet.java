package dev.till.testkit.process;

import static org.awaitility.Awaitility.await;

import dev.till.node.message.StablePort;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Value;
import dev.till.testkit.lab.Lab;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;

/** Several real nodes that are enrolled with one another. Closing it ends them all. */
public final class ProcessFleet implements AutoCloseable {

    /** How long a fleet may take to do what it should: find each other, bring everyone up to date. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Duration POLL = Duration.ofMillis(500);

    private final List<TillProcess> nodes;

    private ProcessFleet(List<TillProcess> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /** These nodes, which know where to find each other; not enrolled yet. */
    public static ProcessFleet of(List<TillProcess> nodes) {
        return new ProcessFleet(nodes);
    }

    /** Nodes on loopback, each with a port and a home of its own, that know each other's addresses; not enrolled yet. */
    public static ProcessFleet onLoopback(Path directory, int size, String... options) {
        var ports = freePorts(size);
        var nodes = new ArrayList<TillProcess>();
        for (int i = 0; i < size; i++) {
            var all = new ArrayList<>(List.of(
                    "--name",
                    name(i),
                    "--bind",
                    "127.0.0.1",
                    "--port",
                    ports.get(i).toString()));
            for (int other = 0; other < size; other++) {
                if (other != i) {
                    all.addAll(List.of("--peer", "127.0.0.1:" + ports.get(other)));
                }
            }
            all.addAll(List.of(options));
            nodes.add(TillProcess.at(directory.resolve(name(i)), all.toArray(String[]::new)));
        }
        return new ProcessFleet(nodes);
    }

    /** A node on each of the first machines of a lab, with nothing configured; not enrolled yet. */
    public static ProcessFleet inLab(Lab lab, Path directory, int size, String... options) {
        var nodes = new ArrayList<TillProcess>();
        for (int i = 0; i < size; i++) {
            var all = Stream.concat(Stream.of("--name", name(i)), Stream.of(options));
            nodes.add(TillProcess.at(directory.resolve(name(i)), all.toArray(String[]::new))
                    .on(lab.machine(i).entrance()));
        }
        return new ProcessFleet(nodes);
    }

    /** Starts all, enrols all with the first, and waits until each sees each. */
    public ProcessFleet start() {
        try {
            nodes.forEach(TillProcess::start);
            for (var joiner : nodes.subList(1, nodes.size())) {
                joiner.till("device", "enroll", nodes.get(0).invite()).orThrow();
            }
            awaitTogether();
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts all at once, enrolled as they are, and waits until each serves. */
    public void startAtOnce() {
        var starting = nodes.stream()
                .map(node -> CompletableFuture.runAsync(node::start, task -> new Thread(task, "start-" + node).start()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(starting).join();
    }

    public List<TillProcess> nodes() {
        return nodes;
    }

    /** The node with this number, from 0; the first founded the fleet. */
    public TillProcess node(int index) {
        return nodes.get(index);
    }

    /** Waits until every node sees every other as up. */
    public void awaitTogether() {
        waiting("all see all").until(() -> nodes.stream().allMatch(node -> peersUp(node) == nodes.size() - 1));
    }

    /** Waits until every node answers this for a register. */
    public void awaitEverywhere(String entity, String field, Value value) {
        waiting(entity + " " + field + " is " + value + " everywhere")
                .until(() ->
                        nodes.stream().allMatch(node -> node.get(entity, field).equals(Optional.of(value))));
    }

    /** Waits until all nodes have applied the same datagrams, which are some. */
    public void awaitEqual() {
        waiting("all heads are equal").until(() -> {
            var heads = nodes.stream().map(ProcessFleet::head).distinct().toList();
            return heads.size() == 1 && !heads.get(0).equals("{}");
        });
    }

    /** Everything that a node holds within a prefix, as JSON lines without what differs from node to node. */
    public static List<String> state(TillProcess node, String prefix) {
        return node.till("export", "--format", "jsonl", prefix)
                .orThrow()
                .out()
                .lines()
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        nodes.forEach(TillProcess::close);
    }

    private static long peersUp(TillProcess node) {
        return node.status().list("peers").stream()
                .filter(peer -> JsonMembers.parse(peer).text("state").equals("up"))
                .count();
    }

    /** What a node has durably applied, as JSON; its members are in the order of the devices. */
    private static String head(TillProcess node) {
        return node.status().raw("head").orElseThrow();
    }

    private ConditionFactory waiting(String what) {
        return await(what).atMost(PATIENCE).pollInterval(POLL).pollDelay(Duration.ZERO);
    }

    private static String name(int index) {
        return "n" + index;
    }

    /** Ports that nothing listens at, all different. */
    public static List<Integer> freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(StablePort.open(port -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress())));
            }
            var ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
            for (var socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

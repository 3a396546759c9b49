package dev.till.testkit.fleet;

import static java.util.Objects.requireNonNull;

import dev.till.node.Node;
import dev.till.node.client.Connection;
import dev.till.node.config.NodeConfig;
import dev.till.node.config.Settings;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.node.trust.Firewall;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An embedded node on loopback with a home of its own, which may be stopped and started again. */
public final class Member implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long ENOUGH_MILLIS = Duration.ofHours(1).toMillis();

    private final NodeConfig config;
    private final Firewall firewall = new Firewall();
    private final Set<DeviceId> blocked = new HashSet<>();
    private Node node;

    private Member(NodeConfig config) {
        this.config = config;
        start();
    }

    /**
     * Starts a node.
     *
     * @param settings {@code key=value} each, over those of a node on loopback without multicast
     */
    public static Member start(Path home, String name, String... settings) {
        var chosen = Settings.defaults()
                .with(List.of("name=" + name, "bind=127.0.0.1", "port=0", "mdns=false"), "testkit")
                .with(List.of(settings), "test");
        return new Member(NodeConfig.of(home, chosen));
    }

    /** The running node: its registers, its identity. */
    public Node node() {
        return requireNonNull(node, "node: stopped (expected: running)");
    }

    /** Starts it again on the home it had. */
    public void start() {
        try {
            node = Node.start(config, Optional.empty(), firewall);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it; its home stays. */
    public void stop() {
        try {
            node().close();
            node = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line for one more device to join with. */
    public String invite() {
        return call(Connection.request("invite").number("ttl_ms", ENOUGH_MILLIS))
                .text("line");
    }

    /** Joins the fleet that made this line. */
    public void enroll(String line) {
        call(Connection.request("enroll").text("line", line));
    }

    /** How many other devices it can reach now. */
    public long peersUp() {
        return status().list("peers").stream()
                .filter(peer -> JsonMembers.parse(peer).text("state").equals("up"))
                .count();
    }

    /** What it has durably applied: the last sequence number by device, as JSON. */
    public String head() {
        return status().raw("head").orElseThrow();
    }

    /** What it says of itself: the document of {@code till status --json}. */
    public JsonMembers status() {
        try {
            return JsonMembers.parse(node().status());
        } catch (IOException | Refusal e) {
            throw new IllegalStateException(this + ": " + e.getMessage(), e);
        }
    }

    /** Keeps no connection with {@code other} from now on. */
    void block(Member other) {
        blocked.add(other.node().device());
        firewall.block(blocked);
    }

    /** Talks to everyone again. */
    void unblock() {
        blocked.clear();
        firewall.block(blocked);
    }

    @Override
    public void close() {
        if (node != null) {
            stop();
        }
    }

    @Override
    public String toString() {
        return config.name().orElseThrow().value();
    }

    private JsonMembers call(JsonWriter request) {
        try (var connection = Connection.open(config.home(), Waiting.atMost(PATIENCE))) {
            return JsonMembers.parse(connection.call(request));
        } catch (IOException | Refusal e) {
            throw new IllegalStateException(this + ": " + e.getMessage(), e);
        }
    }
}

package dev.till.node;

import dev.till.node.cli.Cli;
import dev.till.node.cli.Terminal;
import dev.till.node.client.Change;
import dev.till.node.client.Connection;
import dev.till.node.client.Spread;
import dev.till.node.client.TillClient;
import dev.till.node.config.NodeConfig;
import dev.till.node.config.Settings;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.node.trust.Firewall;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A short life of a node beside another one, in throwaway homes on loopback. The launcher lets the JVM record from it which
 * classes a node needs, and nodes started with that archive are quicker and smaller (class data sharing, JEP 350).
 *
 * <p>Each step waits five minutes at most; then it fails, and there is no archive.
 */
final class Rehearsal {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();
    private static final List<String> QUIETLY = List.of("bind=127.0.0.1", "port=0", "mdns=false");

    private Rehearsal() {}

    private interface Condition {
        boolean holds() throws IOException, Refusal;
    }

    /** Plays in the directory that is the only argument, which exists and is the caller's to remove. */
    public static void main(String[] args) {
        try {
            rehearse(Path.of(args[0]));
        } catch (IOException | Refusal | RuntimeException e) {
            e.printStackTrace();
            // The first node would go on serving for ever, with nobody to stop it.
            System.exit(1);
        }
    }

    private static void rehearse(Path stage) throws IOException, Refusal {
        var first = stage.resolve("first");
        ConnectedTill.daemon(() -> up(first), "rehearsal").start();
        await("the first node", () -> answers(first));
        var second = NodeConfig.of(stage.resolve("second"), Settings.defaults().with(QUIETLY, "rehearsal"));
        try (var other = Node.start(second, Optional.empty(), new Firewall())) {
            play(first, other);
        }
        call(first, Connection.request("down"));
    }

    /** As the command line does it, so that its classes are there too. */
    private static void up(Path home) {
        var command = new String[] {
            "up", "--home", home.toString(), "--name", "first", "--bind", "127.0.0.1", "--port", "0", "--no-mdns"
        };
        Cli.run(command, Terminal.ofProcess(), NodeProcess::new);
    }

    private static void play(Path first, Node other) throws IOException, Refusal {
        var invite = call(first, Connection.request("invite").number("ttl_ms", PATIENCE.toMillis()));
        call(other.home(), Connection.request("enroll").text("line", invite.text("line")));
        await("a peer", () -> seesAPeer(first) && seesAPeer(other.home()));
        try (var client = TillClient.connect(first)) {
            client.set("rehearsal/one", "field", new Value("\"of the first\""));
            await("a value", () -> other.get("rehearsal/one", "field").isPresent());
            other.write(List.of(Change.delete("rehearsal/one", "field")), Spread.LOCAL, PATIENCE);
            await("a deletion", () -> client.get("rehearsal/one", "field").isEmpty());
            client.list("rehearsal/");
        }
        served(first, "list", "rehearsal/");
        served(first, "set", "rehearsal/one", "field", "2");
        served(first, "get", "rehearsal/one", "field");
        call(first, Connection.request("compact"));
    }

    /** Commands as the node runs them for callers that are no JVM. */
    private static void served(Path home, String... words) throws IOException, Refusal {
        var request =
                Connection.request("line").text("directory", home.toString()).open("words", '[');
        for (String word : words) {
            request.text(word);
        }
        if (call(home, request.close(']')).number("status", -1) != 0) {
            throw new IOException(String.join(" ", words) + " did not succeed");
        }
    }

    private static boolean answers(Path home) throws Refusal {
        try {
            call(home, Connection.request("status"));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean seesAPeer(Path home) throws IOException, Refusal {
        return call(home, Connection.request("status")).list("peers").stream()
                .anyMatch(peer -> JsonMembers.parse(peer).text("state").equals("up"));
    }

    private static JsonMembers call(Path home, JsonWriter request) throws IOException, Refusal {
        try (var connection = Connection.open(home, Waiting.atMost(PATIENCE))) {
            return JsonMembers.parse(connection.call(request));
        }
    }

    private static void await(String what, Condition condition) throws IOException, Refusal {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > until) {
                throw new IOException(what + ": not there within " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}

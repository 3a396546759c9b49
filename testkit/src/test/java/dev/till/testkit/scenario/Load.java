package dev.till.testkit.scenario;

import dev.till.node.client.TillClient;
import dev.till.node.socket.Refusal;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Some threads that write to a node, each register once, until the node is gone; it remembers what was acknowledged. */
final class Load {

    private static final int WRITERS = 4;
    private static final String PADDING = "x".repeat(200);

    private final Path home;
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
    private final List<Thread> writers = new ArrayList<>();

    private Load(Path home) {
        this.home = home;
    }

    /** Begins to write entities within {@code prefix}. */
    static Load on(Path home, String prefix) {
        var load = new Load(home);
        for (int i = 0; i < WRITERS; i++) {
            var entity = prefix + "/w" + i;
            var writer = new Thread(() -> load.write(entity), "load-" + i);
            load.writers.add(writer);
            writer.start();
        }
        return load;
    }

    /** What any write of any load wrote; a value that is not of this form is a part of one. */
    static boolean isWhole(String entity, String field, String json) {
        return json.equals(value(entity, field));
    }

    int size() {
        return acknowledged.size();
    }

    /** Waits for the writers, whose node is gone; gives what was acknowledged, values by entity and field. */
    Map<String, String> end() throws InterruptedException {
        for (var writer : writers) {
            writer.join();
        }
        return Map.copyOf(acknowledged);
    }

    private void write(String entity) {
        try (var client = TillClient.connect(home)) {
            for (int i = 0; ; i++) {
                var field = "f" + i;
                var value = value(entity, field);
                client.set(entity, field, new Value(value));
                acknowledged.put(entity + " " + field, value);
            }
        } catch (IOException | Refusal gone) {
            // The node was killed, as meant: what it did not acknowledge, it owes nobody.
            return;
        }
    }

    private static String value(String entity, String field) {
        return "{\"of\":\"" + entity + " " + field + "\",\"padding\":\"" + PADDING + "\"}";
    }
}

package dev.till.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tests ask of several nodes at once. */
final class Nodes {

    private Nodes() {}

    /** Waits until these see each other, and nobody else, as up and have applied the same. */
    static void awaitWhole(List<TillProcess> nodes) {
        var convergence = Convergence.await(views(nodes), Map.of(), () -> true);

        assertThat(convergence.failure()).isEmpty();
        for (var node : nodes) {
            assertThat(ProcessFleet.state(node, "notes")).isEqualTo(ProcessFleet.state(nodes.get(0), "notes"));
        }
    }

    /** Writes a note of that name on a node. */
    static void note(TillProcess node, String name) {
        node.till("set", "notes/" + name, "text", "written on " + node).orThrow();
    }

    /** The names of all notes that a node shows. */
    static List<String> notes(TillProcess node) {
        return node.ask(client -> client.list("notes")).stream()
                .map(reading -> reading.key().entity().name())
                .toList();
    }

    private static Map<String, View> views(List<TillProcess> nodes) {
        var views = new LinkedHashMap<String, View>();
        nodes.forEach(node -> views.put(node.toString(), new View(node.home())));
        return views;
    }
}

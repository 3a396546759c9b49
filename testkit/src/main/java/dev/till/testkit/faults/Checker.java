package dev.till.testkit.faults;

import dev.till.node.client.Reading;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.testkit.faults.Written.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;

/** Compares what nodes show with what they acknowledged and with each other. Ask it once all has settled. */
final class Checker {

    private static final int SHOWN = 5;

    /** The order in which of two concurrent writes the later one wins. */
    private static final Comparator<Written> WINNING =
            Comparator.comparing(Written::at).thenComparing(Written::device);

    private final Map<String, View> nodes;
    private final List<String> broken = new ArrayList<>();
    private long lost;

    /** @param nodes by name */
    Checker(Map<String, View> nodes) {
        this.nodes = new LinkedHashMap<>(nodes);
    }

    /**
     * Reads everything of an episode on every node.
     *
     * @param clocksRight whether timestamps tell who was last; a write also supersedes what its writer had seen, so with a
     *     wrong clock the winner may bear the smaller timestamp
     */
    void check(int episode, Book book, boolean clocksRight) throws IOException, Refusal {
        for (var prefix : List.of(Writer.OWN, Writer.SHARED, Writer.SIBLINGS)) {
            var within = prefix + "/e" + episode;
            var written = book.acknowledged().stream()
                    .filter(w -> w.key().startsWith(within + "/") || w.key().startsWith(within + " "));
            var expected = new HashMap<String, Written>();
            written.forEach(w -> expected.merge(w.key(), w, BinaryOperator.maxBy(WINNING)));
            Map<String, Shown> first = null;
            for (var node : nodes.entrySet()) {
                var shown = shown(node.getValue().registers(within));
                expected.values().forEach(w -> expect(node.getKey(), w, shown.get(w.key()), clocksRight));
                shown.forEach((key, value) -> known(node.getKey(), key, value, book));
                first = first == null ? shown : equal(node.getKey(), first, shown, "registers in " + within);
            }
        }
        conflicts();
    }

    /** Compares all registers of all nodes, those of earlier episodes too. */
    void compareAll() throws IOException, Refusal {
        Map<String, Shown> first = null;
        for (var node : nodes.entrySet()) {
            var shown = shown(node.getValue().registers("faults"));
            first = first == null ? shown : equal(node.getKey(), first, shown, "registers");
        }
    }

    /** What was found wrong, a line each; empty when nothing was. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    /** How many acknowledged values some node neither shows nor supersedes. */
    long lost() {
        return lost;
    }

    private void conflicts() throws IOException, Refusal {
        Map<String, List<View.Version>> first = null;
        for (var node : nodes.entrySet()) {
            var shown = node.getValue().conflicts();
            first = first == null ? shown : equal(node.getKey(), first, shown, "conflicts");
        }
    }

    private void expect(String node, Written written, Shown shown, boolean clocksRight) {
        boolean unique = written.key().startsWith(Writer.OWN);
        boolean held = shown != null
                && (shown.text().equals(written.text()) || (!unique && (!clocksRight || shown.isAfter(written))));
        if (!held) {
            lost++;
            if (lost <= SHOWN) {
                say("promise 1: " + node + " lost " + written + ", it shows " + shown);
            }
        }
    }

    private void known(String node, String key, Shown shown, Book book) {
        var source = Source.of(shown.text());
        if (!source.key().equals(key) || !book.wasAttempted(source.node(), source.count())) {
            say("promise 1: " + node + " shows under " + key + " what nobody wrote there: " + shown);
        }
    }

    private <T> Map<String, T> equal(String node, Map<String, T> first, Map<String, T> shown, String what) {
        if (!first.equals(shown)) {
            var keys = new ArrayList<String>();
            first.forEach((key, value) -> {
                if (!value.equals(shown.get(key))) {
                    keys.add(key + ": " + value + " / " + shown.get(key));
                }
            });
            shown.forEach((key, value) -> {
                if (!first.containsKey(key)) {
                    keys.add(key + ": nothing / " + value);
                }
            });
            say("promise 2: " + node + " differs from "
                    + nodes.keySet().iterator().next() + " in " + keys.size() + " " + what + ", "
                    + keys.stream().limit(SHOWN).toList());
        }
        return first;
    }

    private void say(String what) {
        broken.add(what);
    }

    private static Map<String, Shown> shown(Map<String, Reading> registers) {
        var shown = new HashMap<String, Shown>();
        registers.forEach((key, reading) -> shown.put(
                key,
                new Shown(reading.value().map(Value::json).orElse("null"), reading.timestamp(), reading.device())));
        return shown;
    }

    /** A register as one node shows it, without what differs from node to node. */
    private record Shown(String text, HybridTimestamp at, DeviceId device) {

        boolean isAfter(Written written) {
            int byTime = at.compareTo(written.at());
            return byTime != 0 ? byTime > 0 : device.compareTo(written.device()) >= 0;
        }
    }
}

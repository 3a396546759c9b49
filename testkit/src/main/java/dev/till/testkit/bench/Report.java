package dev.till.testkit.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What a benchmark found: figures by system and metric, the ratios of our system to its peer, and floors. */
final class Report {

    /** Our system's name in reports. */
    static final String TILL = "till";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final List<String> peers;
    private final Map<String, Map<String, Series>> systems = new LinkedHashMap<>();
    private final Map<String, Double> floor = new LinkedHashMap<>();
    private int rounds;

    /** A report that compares us with these, the first of them before all. */
    Report(String name, String... peers) {
        this.name = name;
        this.peers = List.of(peers);
    }

    void add(String system, String metric, double value) {
        var series = systems.computeIfAbsent(system, any -> new LinkedHashMap<>())
                .computeIfAbsent(metric, any -> new Series());
        series.add(value);
        rounds = Math.max(rounds, series.rounds().size());
    }

    /** What no system on this machine can be better than. */
    void floor(String metric, double value) {
        floor.put(metric, value);
    }

    /** Ours divided by the peer's, of every metric that both have. */
    private Map<String, Series> ratios(String peer) {
        var ours = systems.getOrDefault(TILL, Map.of());
        var theirs = systems.getOrDefault(peer, Map.of());
        var ratios = new LinkedHashMap<String, Series>();
        ours.forEach((metric, series) -> {
            // What the peer has none of has no ratio.
            if (theirs.containsKey(metric) && !theirs.get(metric).rounds().contains(0.0)) {
                ratios.put(metric, series.over(theirs.get(metric)));
            }
        });
        return ratios;
    }

    String json() {
        var document = JSON.createObjectNode().put("name", name).put("rounds", rounds);
        var all = document.putObject("systems");
        systems.forEach((system, metrics) -> write(all.putObject(system), metrics));
        write(document.putObject("ratios"), ratios(peers.get(0)));
        // Those that are not installed have no figures.
        for (String peer : peers.subList(1, peers.size())) {
            write(document.putObject("ratios_to_" + peer), ratios(peer));
        }
        var floors = document.putObject("floor");
        new TreeMap<>(floor).forEach((metric, value) -> floors.put(metric, rounded(value)));
        return document.toString();
    }

    private static void write(ObjectNode into, Map<String, Series> metrics) {
        metrics.forEach((metric, series) -> {
            var node = into.putObject(metric).put("median", rounded(series.median()));
            var each = node.putArray("rounds");
            series.rounds().forEach(value -> each.add(rounded(value)));
        });
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    String text() {
        var text = new StringBuilder(name + ", medians of " + rounds + " rounds\n");
        systems.forEach((system, metrics) ->
                metrics.forEach((metric, series) -> text.append(line(system, metric, series.median()))));
        for (String peer : peers) {
            ratios(peer).forEach((metric, series) -> text.append(line(TILL + " / " + peer, metric, series.median())));
        }
        floor.forEach((metric, value) -> text.append(line("floor", metric, value)));
        return text.toString();
    }

    private static String line(String system, String metric, double value) {
        return String.format(Locale.ROOT, "  %-16s %-26s %14.3f%n", system, metric, value);
    }
}

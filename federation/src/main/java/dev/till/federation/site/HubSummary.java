package dev.till.federation.site;

import dev.till.federation.site.SiteStatus.Component;
import dev.till.protocol.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything a hub knows of its sites, as one document: totals, one row a site, and what could not be read and why. */
public final class HubSummary {
    private final List<Row> rows = new ArrayList<>();
    private final List<Malformed> malformed = new ArrayList<>();

    private record Row(SiteStatus status, Registration registration) {}

    /** A registration that does not count. */
    public record Malformed(long issue, String author, String why) {}

    /** A site that registered rightly and could be read. */
    public void add(SiteStatus status, Registration registration) {
        rows.add(new Row(status, registration));
    }

    /** One that could not. */
    public void addMalformed(Malformed bad) {
        malformed.add(bad);
    }

    /** How many sites could be read. */
    public int sites() {
        return rows.size();
    }

    /** What could not. */
    public List<Malformed> malformed() {
        return List.copyOf(malformed);
    }

    /** The document. */
    public String json(String hub, Instant now) {
        var json = new JsonWriter(rows.size() * 512 + 512)
                .open('{')
                .text("hub", hub)
                .text("updated", now.toString())
                .number("sites_total", rows.size())
                .number("active_24h", active(now, Duration.ofHours(24)))
                .number("active_7d", active(now, Duration.ofDays(7)));
        counts(
                json,
                "platforms",
                rows.stream().map(row -> row.status().platform()).toList());
        counts(
                json,
                "versions",
                rows.stream().map(row -> row.status().version()).toList());
        counts(json, "roles", rows.stream().map(row -> row.status().role()).toList());
        components(json);
        json.open("sites", '[');
        rows.forEach(row -> row(json, row));
        json.close(']').open("malformed", '[');
        malformed.forEach(bad -> json.open('{')
                .number("issue", bad.issue())
                .text("author", bad.author())
                .text("why", bad.why())
                .close('}'));
        return json.close(']').close('}').toString();
    }

    private long active(Instant now, Duration within) {
        return rows.stream()
                .filter(row -> row.status().updated().isAfter(now.minus(within)))
                .count();
    }

    private static void counts(JsonWriter json, String name, List<String> words) {
        var counts = new TreeMap<String, Integer>();
        words.forEach(word -> counts.merge(word.isEmpty() ? "unknown" : word, 1, Integer::sum));
        json.open(name, '{');
        counts.forEach(json::number);
        json.close('}');
    }

    private void components(JsonWriter json) {
        var byName = new TreeMap<String, Map<String, Integer>>();
        for (Row row : rows) {
            row.status()
                    .components()
                    .forEach((name, component) -> byName.computeIfAbsent(name, first -> new TreeMap<>())
                            .merge(component.status(), 1, Integer::sum));
        }
        json.open("components", '{');
        byName.forEach((name, statuses) -> {
            json.open(name, '{');
            statuses.forEach(json::number);
            json.close('}');
        });
        json.close('}');
    }

    private static void row(JsonWriter json, Row row) {
        var status = row.status();
        json.open('{')
                .text("site_id", status.site())
                .text("host", status.host())
                .text("platform", status.platform())
                .text("version", status.version())
                .text("role", status.role())
                .text("last_seen", status.updated().toString())
                .text("gist", row.registration().gist())
                .open("components", '{');
        status.components()
                .forEach((String name, Component component) -> json.open(name, '{')
                        .text("status", component.status())
                        .text("version", component.version())
                        .close('}'));
        json.close('}').open("directives", '{');
        status.directives().forEach(json::text);
        json.close('}').close('}');
    }
}

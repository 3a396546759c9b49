package dev.till.federation.site;

import dev.till.federation.site.SiteStatus.Component;
import dev.till.protocol.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Everything a hub knows of its sites, as one document: totals, one row a site, and what could not be read and why. */
public final class HubSummary {
    /** What the rows may take together, their details; those of later sites are cut. */
    private static final int MOST_CHARACTERS = 1_000_000;

    private static final int MOST_OF_A_ROW = 16_000;
    private static final int MOST_WORDS = 200;
    private static final int MOST_STATUSES = 20;
    private static final int MOST_MALFORMED = 1000;

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

    /** The document; of what strangers made too long or too many it tells a part, and how many there are. */
    public String json(String hub, Instant now) {
        var json = new JsonWriter(rows.size() * 512 + 512)
                .open('{')
                .text("hub", hub)
                .text("updated", now.toString())
                .number("sites_total", rows.size())
                .number("active_24h", active(now, Duration.ofHours(24)))
                .number("active_7d", active(now, Duration.ofDays(7)));
        counts(json, "platforms", row -> row.status().platform());
        counts(json, "versions", row -> row.status().version());
        counts(json, "roles", row -> row.status().role());
        components(json);
        json.open("sites", '[');
        rows(json);
        json.close(']').number("malformed_total", malformed.size()).open("malformed", '[');
        malformed.stream()
                .limit(MOST_MALFORMED)
                .forEach(bad -> json.open('{')
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

    private void counts(JsonWriter json, String name, Function<Row, String> word) {
        var counts = new TreeMap<String, Integer>();
        rows.forEach(row -> counts.merge(word.apply(row).isEmpty() ? "unknown" : word.apply(row), 1, Integer::sum));
        json.open(name, '{');
        frequent(counts, Integer::intValue, MOST_WORDS).forEach(each -> json.number(each, counts.get(each)));
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
        for (String name : frequent(byName, statuses -> sum(statuses.values()), MOST_WORDS)) {
            var statuses = byName.get(name);
            json.open(name, '{');
            frequent(statuses, Integer::intValue, MOST_STATUSES).forEach(each -> json.number(each, statuses.get(each)));
            json.close('}');
        }
        json.close('}');
    }

    private static int sum(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).sum();
    }

    /** The words that occur most, in alphabetical order: of those that strangers make up there is no end. */
    private static <T> List<String> frequent(Map<String, T> all, ToIntFunction<T> count, int most) {
        return all.keySet().stream()
                .sorted(Comparator.comparing((String word) -> -count.applyAsInt(all.get(word)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .sorted()
                .toList();
    }

    private void rows(JsonWriter json) {
        int left = MOST_CHARACTERS;
        for (Row row : rows) {
            var whole = text(row, true);
            var text = whole.length() > Math.min(left, MOST_OF_A_ROW) ? text(row, false) : whole;
            left -= text.length();
            json.raw(text);
        }
    }

    private static String text(Row row, boolean whole) {
        var status = row.status();
        var json = new JsonWriter(512)
                .open('{')
                .text("site_id", status.site())
                .text("host", status.host())
                .text("platform", status.platform())
                .text("version", status.version())
                .text("role", status.role())
                .text("last_seen", status.updated().toString())
                .text("gist", row.registration().gist());
        if (!whole) {
            return json.flag("cut", true).close('}').toString();
        }
        json.open("components", '{');
        status.components()
                .forEach((String name, Component component) -> json.open(name, '{')
                        .text("status", component.status())
                        .text("version", component.version())
                        .close('}'));
        json.close('}').open("directives", '{');
        status.directives().forEach(json::text);
        return json.close('}').close('}').toString();
    }
}

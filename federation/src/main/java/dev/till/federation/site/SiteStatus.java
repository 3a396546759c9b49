package dev.till.federation.site;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The status of one site as its gist shows it. One document of both known shapes: {@code host}, {@code updated},
 * {@code federation}, {@code components}; and the flat one with {@code site_id}, {@code hostname}, {@code platform},
 * {@code till_version}. Either is read.
 *
 * @param role as it was written; other installations have words of their own
 * @param components by name
 * @param telemetry numbers, each with its name
 * @param directives what came of what the hub's menu asked for, by the id of the directive
 */
public record SiteStatus(
        String site,
        String host,
        Instant updated,
        String role,
        Optional<Instant> lastSync,
        String platform,
        String version,
        Map<String, Component> components,
        Map<String, String> telemetry,
        Map<String, String> directives) {

    /** The file of the gist. */
    public static final String FILE = "status.json";

    private static final int MOST_COMPONENTS = 1000;
    private static final int MOST_TEXT = 200;

    /** What a site says of one component; {@code version} may be empty. */
    public record Component(String status, String version) {}

    public SiteStatus {
        Registration.requireSite(site);
        components = Collections.unmodifiableMap(new TreeMap<>(components));
        telemetry = Collections.unmodifiableMap(new TreeMap<>(telemetry));
        directives = Collections.unmodifiableMap(new TreeMap<>(directives));
    }

    /** The description of the gist of a site, by which it is found again. */
    public static String description(String site) {
        return "Till Federation Status for " + site;
    }

    /** The document. */
    public String json() {
        var json = new JsonWriter(512).open('{').text("host", host).text("updated", text(updated));
        json.open("federation", '{').text("role", role);
        lastSync.ifPresent(at -> json.text("last_sync", text(at)));
        json.close('}').open("components", '{');
        components.forEach((name, component) -> json.open(name, '{')
                .text("status", component.status())
                .text("version", component.version())
                .close('}'));
        json.close('}')
                .text("site_id", site)
                .text("hostname", host)
                .text("platform", platform)
                .text("till_version", version)
                .number("installation_count", components.size())
                .open("telemetry", '{');
        telemetry.forEach(json::raw);
        json.close('}').open("directives", '{');
        directives.forEach(json::text);
        return json.close('}').close('}').toString();
    }

    /** The document without its time, for telling whether anything else has changed. */
    public String content() {
        return new SiteStatus(
                        site,
                        host,
                        Instant.EPOCH,
                        role,
                        Optional.empty(),
                        platform,
                        version,
                        components,
                        telemetry,
                        directives)
                .json();
    }

    /**
     * Reads a document of either shape that a stranger wrote; throws IllegalArgumentException, saying what is wrong.
     *
     * @param registered the id of the site that it should be of; documents of the first shape carry none
     */
    public static SiteStatus parse(String text, String registered) {
        var members = JsonMembers.parse(text);
        var federation = members.object("federation");
        var host = members.optionalText("host").or(() -> members.optionalText("hostname"));
        var site = members.optionalText("site_id").orElse(registered);
        if (!site.equals(registered)) {
            throw new IllegalArgumentException(
                    "site_id: '" + bounded(site) + "' (expected: " + registered + ", as registered)");
        }
        return new SiteStatus(
                site,
                bounded(host.orElseThrow(() -> new IllegalArgumentException("host: nothing (expected: a name)"))),
                time(members, "updated").or(() -> time(members, "last_sync")).orElse(Instant.EPOCH),
                bounded(federation
                        .flatMap(inner -> inner.optionalText("role"))
                        .or(() -> members.optionalText("trust_level"))
                        .orElse("")),
                federation.flatMap(inner -> time(inner, "last_sync")),
                bounded(members.optionalText("platform").orElse("")),
                bounded(JsonWriter.plain(members.raw("till_version").orElse(""))),
                components(members),
                Map.of(),
                directives(members));
    }

    private static Map<String, String> directives(JsonMembers members) {
        var all = new TreeMap<String, String>();
        members.object("directives").ifPresent(given -> {
            requireFew("directives", given);
            given.names().forEach(id -> all.put(bounded(id), bounded(given.text(id))));
        });
        return all;
    }

    private static void requireFew(String what, JsonMembers members) {
        int count = members.names().size();
        if (count > MOST_COMPONENTS) {
            throw new IllegalArgumentException(what + ": " + count + " (expected: at most " + MOST_COMPONENTS + ")");
        }
    }

    private static Map<String, Component> components(JsonMembers members) {
        var all = new TreeMap<String, Component>();
        var given = members.object("components");
        if (given.isPresent()) {
            requireFew("components", given.get());
            for (String name : given.get().names()) {
                var component = given.get()
                        .object(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "components: " + bounded(name) + " (expected: an object)"));
                all.put(
                        bounded(name),
                        new Component(
                                bounded(component.optionalText("status").orElse("unknown")),
                                bounded(JsonWriter.plain(
                                        component.raw("version").orElse("")))));
            }
        }
        return all;
    }

    private static Optional<Instant> time(JsonMembers members, String name) {
        try {
            return members.optionalText(name).map(Instant::parse);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    name + ": " + bounded(members.raw(name).orElse(""))
                            + " (expected: a time, as in 2025-01-10T12:00:00Z)",
                    e);
        }
    }

    private static String bounded(String text) {
        if (text.length() > MOST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("text of " + text.length() + " characters (expected: at most "
                    + MOST_TEXT + " without control characters)");
        }
        return text;
    }

    private static String text(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}

package dev.till.federation.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.federation.site.HubSummary.Malformed;
import dev.till.federation.site.SiteStatus.Component;
import dev.till.protocol.json.JsonMembers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HubSummaryTest {
    private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");

    private final HubSummary summary = new HubSummary();

    @Test
    void totals_areOfAllSites() {
        add("a", NOW, Map.of("printer", new Component("running", "1")));
        add("b", NOW.minus(Duration.ofDays(2)), Map.of("printer", new Component("jammed", "")));
        add("c", NOW.minus(Duration.ofDays(20)), Map.of("printer", new Component("running", "2")));

        var json = json();

        assertThat(json.number("sites_total", 0)).isEqualTo(3);
        assertThat(json.number("active_24h", 0)).isEqualTo(1);
        assertThat(json.number("active_7d", 0)).isEqualTo(2);
        assertThat(json.object("platforms").orElseThrow().number("linux", 0)).isEqualTo(3);
        var printers = json.object("components").orElseThrow().object("printer").orElseThrow();
        assertThat(printers.number("running", 0)).isEqualTo(2);
        assertThat(printers.number("jammed", 0)).isEqualTo(1);
    }

    @Test
    void aSiteThatSaysTooMuch_losesItsDetails_andTheOthersKeepTheirs() {
        var many = new TreeMap<String, Component>();
        for (int i = 0; i < 1000; i++) {
            many.put("component-" + i + "x".repeat(100), new Component("running", "1"));
        }
        add("big", NOW, many);
        add("small", NOW, Map.of("printer", new Component("running", "1")));

        var sites = json().list("sites");

        assertThat(JsonMembers.parse(sites.get(0)).flag("cut")).isTrue();
        assertThat(sites.get(0)).contains("big");
        assertThat(sites.get(1)).contains("printer").doesNotContain("cut");
    }

    @Test
    void strangersWithoutEnd_makeNoDocumentWithoutEnd() {
        for (int site = 0; site < 3000; site++) {
            var components = new TreeMap<String, Component>();
            for (int i = 0; i < 40; i++) {
                components.put("c" + site + "-" + i + "x".repeat(100), new Component("s" + site + "y".repeat(100), ""));
            }
            add("site-" + site, NOW, components);
            summary.addMalformed(new Malformed(site, "mal", "z".repeat(200)));
        }

        var json = json();

        assertThat(summary.json("hub/fleet", NOW).length()).isLessThan(2_500_000);
        assertThat(json.list("sites")).hasSize(3000);
        assertThat(json.number("malformed_total", 0)).isEqualTo(3000);
    }

    private JsonMembers json() {
        return JsonMembers.parse(summary.json("hub/fleet", NOW));
    }

    private void add(String site, Instant updated, Map<String, Component> components) {
        var status = new SiteStatus(
                site, site, updated, "member", Optional.empty(), "linux", "1.0.0", components, Map.of(), Map.of());
        summary.add(status, new Registration(site, "abc", "https://gist.github.com/abc"));
    }
}

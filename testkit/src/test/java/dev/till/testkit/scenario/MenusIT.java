package dev.till.testkit.scenario;

import static dev.till.testkit.scenario.MenuSite.HUB;
import static dev.till.testkit.scenario.MenuSite.KEY;
import static dev.till.testkit.scenario.MenuSite.bytes;
import static dev.till.testkit.scenario.MenuSite.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.federation.menu.HubKey;
import dev.till.testkit.process.Json;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The menus of a hub at a site as people run it: what is done, what is left, and that nothing is done that must not be. */
class MenusIT {
    @TempDir
    Path directory;

    private MenuSite site;
    private TillProcess node;
    private Path marker;

    private void start(String allowed) {
        marker = directory.resolve("marker");
        site = MenuSite.in(directory, allowed);
        site.start();
        node = site.node();
    }

    @AfterEach
    void close() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void eachCondition_isFollowedWhereItHolds_andNowhereElse() {
        start("");
        node.till("component-status", "set", "printer", "--status", "running", "--version", "1.4.0")
                .orThrow();
        node.till("component-status", "set", "scanner", "--status", "idle").orThrow();
        var conditions = conditions(node.json("status").at("/node/version").asText());
        var directives = new ArrayList<String>();
        conditions
                .keySet()
                .forEach(condition ->
                        directives.add(directive("c" + directives.size(), "telemetry", "printer", condition)));
        site.publish(menu("2026-01-02", String.join(",", directives)));

        var ran = node.json("menu", "run");

        var followed = new ArrayList<String>();
        var index = new ArrayList<>(conditions.keySet());
        for (JsonNode step : ran.get("steps")) {
            if (step.get("outcome").asText().equals("done")) {
                followed.add(
                        index.get(Integer.parseInt(step.get("what").asText().substring(1))));
            }
        }
        assertThat(followed)
                .containsExactlyElementsOf(conditions.entrySet().stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList());
        assertThat(site.commands()).hasSize(followed.size()).allMatch(command -> command.endsWith(" queued"));
    }

    private static Map<String, Boolean> conditions(String version) {
        var all = new LinkedHashMap<String, Boolean>();
        all.put("", true);
        all.put("version < 99.0.0", true);
        all.put("version < 0.0.1", false);
        all.put("version <= " + version, true);
        all.put("version <= 0.0.1", false);
        all.put("version > 0.0.1", true);
        all.put("version > " + version, false);
        all.put("version >= " + version, true);
        all.put("version >= 99", false);
        all.put("version == " + version, true);
        all.put("version == 99", false);
        all.put("version != 99", true);
        all.put("version != " + version, false);
        all.put("platform == linux", true);
        all.put("platform == windows", false);
        all.put("platform != windows", true);
        all.put("platform != linux", false);
        all.put("role == member", true);
        all.put("role == observer", false);
        all.put("role != observer", true);
        all.put("role != \"member\"", false);
        all.put("has_component(\"printer\")", true);
        all.put("has_component(\"plotter\")", false);
        all.put("components == 2", true);
        all.put("components > 2", false);
        all.put("installation_count >= 2", true);
        all.put("installation_count < 2", false);
        all.put("platform == linux && components == 2", true);
        all.put("platform == linux && components == 3", false);
        all.put("platform == windows || components == 2", true);
        all.put("platform == windows || components == 3", false);
        all.put("!has_component(\"plotter\")", true);
        all.put("!(platform == linux)", false);
        all.put("(platform == windows || platform == linux) && !(components > 99)", true);
        return all;
    }

    @Test
    void whatIsNoMenu_orOneThatCannotBeTrusted_runsNothing() {
        start("script");
        var bad = new LinkedHashMap<String, String>();
        var script = script("s1");
        bad.put("nonsense", "not a menu");
        bad.put("[]", "not a menu");
        bad.put(menu("yesterday", script), "date");
        bad.put(menu("2026-01-02", script + "," + script), "two of the id s1");
        bad.put(menu("2026-01-02", script.replace("script", "script\",\"priority\":\"utmost")), "priority");
        bad.put(menu("2026-01-02", script.replace("s1", "../s1")), "id");
        bad.put(menu("2026-01-02", script) + "{}", "not a menu");
        bad.put(
                menu("2026-01-02", script)
                        .replace(
                                "\"version\"",
                                "\"containers\":{\"..\":{\"repo\":\"a/b\"," + "\"version\":\"1\"}},\"version\""),
                "container");
        bad.put(
                menu("2026-01-02", script)
                        .replace(
                                "\"version\"",
                                "\"containers\":{\"c\":{\"repo\":\"ext::sh -c x\","
                                        + "\"version\":\"1\"}},\"version\""),
                "repo");
        bad.put(nested(100_000, script), "not a menu");
        bad.put(menu("2026-01-02", script).replace("}]}", "}],\"filler\":\"" + "x".repeat(300_000) + "\"}"), "262144");
        bad.put(
                menu("2026-01-02", script).replace("}]}", "}],\"filler\":\"" + "x".repeat(10 << 20) + "\"}"),
                "8388608");
        bad.forEach((text, why) -> {
            site.publish(text);
            assertNothingRuns(why);
        });
        var good = menu("2026-01-02", script);
        var github = site.github();
        github.commit(HUB, "menu.json", bytes(good));
        var signatures = new LinkedHashMap<String, String>();
        signatures.put("", "not signed");
        signatures.put("nonsense", "not signed by the hub's key");
        signatures.put(HubKey.sign(HubKey.generate().privateLine(), good), "not signed by the hub's key");
        signatures.put(HubKey.sign(KEY.privateLine(), menu("2026-01-03", script)), "not signed by the hub's key");
        signatures.forEach((signature, why) -> {
            github.commit(HUB, "menu.json.sig", bytes(signature));
            assertNothingRuns(why);
            var shown = node.json("menu", "show");
            assertThat(shown.get("trusted").asBoolean()).isFalse();
            assertThat(shown.get("why").asText()).contains(why);
            assertThat(shown.at("/menu/directives/0/id").asText()).isEqualTo("s1");
        });
        // A key that is published later changes nothing where one is pinned.
        var other = HubKey.generate();
        github.commit(HUB, "hub.pub", bytes(other.publicLine()));
        github.commit(HUB, "menu.json.sig", bytes(HubKey.sign(other.privateLine(), good)));
        assertNothingRuns("not signed by the hub's key");

        // The same directive, rightly signed, is what would have been done each time.
        site.publish(good);
        assertThat(outcomes(node.json("menu", "run"))).containsExactly("s1 script done");
        assertThat(marker).hasContent("s1\n");
    }

    @Test
    void unknownKindsAndConditions_costOnlyThemselves() {
        start("update,telemetry");
        site.publish(menu(
                "2026-01-02",
                String.join(
                        ",",
                        directive("a", "reboot", "printer", ""),
                        directive("b", "update", "printer", "moon == full"),
                        directive("c", "update", "printer", "version <"),
                        directive("d", "update", "printer", "(".repeat(500) + "platform == linux" + ")".repeat(500)),
                        directive("e", "patch", "printer", ""),
                        script("f"),
                        directive("g", "update", "no component", ""),
                        directive("h", "update", "printer", ""))));

        var ran = node.till("menu", "run", "--json");

        assertThat(ran.status()).isEqualTo(7);
        assertThat(outcomes(Json.of(ran.out())))
                .containsExactly(
                        "a skip ",
                        "b skip ",
                        "c skip ",
                        "d skip ",
                        "e skip ",
                        "f skip ",
                        "g update failed",
                        "h update done");
        assertThat(site.commands()).containsExactly("menu-h queued");
        assertThat(marker).doesNotExist();
    }

    @Test
    void anOlderMenu_isNotRunAgain_howeverWellItIsSigned() {
        start("script");
        site.publish(menu("2026-01-03", script("new")));
        assertThat(outcomes(node.json("menu", "run"))).containsExactly("new script done");

        site.publish(menu("2026-01-02", script("old")));
        assertNothingRuns("older than the one of 2026-01-03");
        node.crash();
        node.start();
        assertNothingRuns("older than the one of 2026-01-03");
        site.publish(menu("2026-01-03", script("new") + "," + script("same-day")));
        assertThat(outcomes(node.json("menu", "run"))).containsExactly("new skip ", "same-day script done");
        assertThat(marker).hasContent("new\nsame-day\n");

        // Of another hub nothing is known yet.
        site.github().repository("hub/other");
        site.publish("hub/other", menu("2026-01-01", script("of-another")));
        node.till("register", "--hub", "hub/other", "--key", KEY.publicLine()).orThrow();
        assertThat(outcomes(node.json("menu", "run"))).containsExactly("of-another script done");
    }

    @Test
    void aScript_isRunOnce_whateverBecomesOfIt_andItsOutcomeIsTold() throws IOException {
        start("script");
        var failing = directive("fails", "script", "", "").replace("ACTION", "echo broken; exit 3");
        var deadly =
                directive("kills", "script", "", "").replace("ACTION", "echo once >>" + marker + "; kill -9 $PPID");
        site.publish(menu("2026-01-02", script("works") + "," + failing));

        var ran = node.till("menu", "run", "--json");

        assertThat(ran.status()).isEqualTo(7);
        assertThat(outcomes(Json.of(ran.out()))).containsExactly("works script done", "fails script failed");
        assertThat(site.commands()).containsExactly("menu-fails failed", "menu-works done");
        assertThat(outcomes(node.json("menu", "run"))).containsExactly("works skip ", "fails skip ");

        // In the middle of a script the node is killed, by the script itself.
        Files.delete(marker);
        site.publish(menu("2026-01-03", deadly));
        assertThat(node.till("menu", "run").status()).isNotZero();
        node.end();
        node.start();
        assertThat(outcomes(node.json("menu", "run"))).containsExactly("kills skip ");
        assertThat(marker).hasContent("once\n");
        assertThat(site.commands()).contains("menu-kills taken");
        node.till("sync").orThrow();
        var github = site.github();
        var directives = Json.of(
                        github.gist(github.gists("ada").get(0)).orElseThrow().get("status.json"))
                .get("directives");
        assertThat(directives.get("works").asText()).isEqualTo("done: said works");
        assertThat(directives.get("fails").asText()).isEqualTo("failed: exit status 3");
        assertThat(directives.get("kills").asText()).isEqualTo("taken");
    }

    private void assertNothingRuns(String why) {
        var before = site.commands();
        var marked = marked();
        var ran = node.till("menu", "run");
        assertThat(ran.status()).as(ran.toString()).isIn(1, 5);
        assertThat(ran.err()).contains(why);
        assertThat(site.commands()).isEqualTo(before);
        assertThat(marked()).isEqualTo(marked);
    }

    private String marked() {
        try {
            return Files.exists(marker) ? Files.readString(marker) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String script(String id) {
        return directive(id, "script", "", "").replace("ACTION", "echo " + id + " >>" + marker + "; echo said " + id);
    }

    private static String directive(String id, String type, String target, String condition) {
        return "{\"id\":\"" + id + "\",\"type\":\"" + type + "\",\"target\":\"" + target + "\",\"condition\":\""
                + condition.replace("\"", "\\\"") + "\",\"action\":\"ACTION\",\"report_back\":true}";
    }

    private static String menu(String date, String directives) {
        return "{\"version\":1,\"date\":\"" + date + "\",\"directives\":[" + directives + "]}";
    }

    private static String nested(int depth, String directive) {
        return menu("2026-01-02", directive)
                .replace("}]}", "}],\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
    }
}

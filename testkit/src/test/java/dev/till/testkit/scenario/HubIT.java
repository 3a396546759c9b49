package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.protocol.json.JsonWriter;
import dev.till.testkit.github.GitHubStandIn;
import dev.till.testkit.process.Json;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three sites and a hub, each a fleet of its own, and what goes between them by way of a GitHub. */
class HubIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String HUB = "hub/fleet";

    @TempDir
    Path directory;

    private GitHubStandIn github;
    private final List<TillProcess> nodes = new ArrayList<>();
    private TillProcess hub;

    @BeforeEach
    void open() {
        github = GitHubStandIn.plain();
        hub = site("hub", "gist", "repo");
        github.repository(HUB);
    }

    @AfterEach
    void close() {
        nodes.forEach(TillProcess::close);
        github.close();
    }

    @Test
    void registeredSites_followTheSignedMenu_andTheHubSeesWhatCameOfIt() throws IOException {
        publish(menu("2026-01-02", "echo from-the-menu"));
        for (String name : List.of("ada", "bob", "eve")) {
            site(name, "gist", "public_repo").till("register", "--hub", HUB).orThrow();
        }
        var ada = nodes.get(1);
        ada.till("component-status", "set", "printer", "--status", "running", "--version", "1.0")
                .orThrow();

        var ran = ada.json("menu", "run");
        assertThat(outcomes(ran)).contains("have-jobs update done", "sh skip ");
        // A component in a process of its own, which knows nothing of any network.
        var command = Json.of(
                ada.till("component-command", "next", "printer").orThrow().out());
        assertThat(command.get("arguments").asText()).isEqualTo("clean");
        ada.till("component-command", "done", command.get("id").asText(), "--output", "cleaned")
                .orThrow();
        assertThat(outcomes(ada.json("menu", "run"))).contains("have-jobs skip ");
        assertThat(ada.till("component-command", "next", "printer").status()).isEqualTo(3);

        await().atMost(PATIENCE).untilAsserted(() -> {
            var summary = hub.json("hub", "collect", "--hub", HUB);
            assertThat(summary.get("sites_total").asInt()).isEqualTo(3);
            assertThat(summary.get("active_24h").asInt()).isEqualTo(3);
            assertThat(summary.at("/components/printer/running").asInt()).isEqualTo(1);
            assertThat(summary.findValuesAsText("have-jobs")).containsExactly("done: cleaned");
        });
        assertThat(Json.of(github.file(HUB, "status.json").orElseThrow()).get("malformed"))
                .isEmpty();
    }

    @Test
    void aRegistrationThatLies_costsOnlyItsOwnRow() throws Exception {
        var ada = site("ada", "gist", "public_repo");
        ada.till("register", "--hub", HUB).orThrow();
        var gist = github.gists("ada").get(0);
        issue("mal", "{\"till_registration\":1,\"site_id\":\"mal\",\"gist\":\"" + gist + "\"}");
        issue("mel", "{\"till_registration\":1,\"site_id\":\"mel\",\"gist\":\"../../user\"}");
        issue("mol", "nonsense");

        var summary = hub.json("hub", "collect", "--hub", HUB);

        assertThat(summary.get("sites_total").asInt()).isEqualTo(1);
        assertThat(summary.get("malformed")).hasSize(3);
        assertThat(summary.get("malformed").findValuesAsText("why"))
                .anyMatch(why -> why.contains("is not one of mal"))
                .anyMatch(why -> why.contains("../../user"));
    }

    private static List<String> outcomes(JsonNode ran) {
        var lines = new ArrayList<String>();
        ran.get("steps")
                .forEach(step -> lines.add(step.get("what").asText() + " "
                        + step.get("step").asText() + " " + step.get("outcome").asText()));
        return lines;
    }

    private static String menu(String date, String script) {
        return """
                {"version": 1, "date": "DATE", "directives": [
                  {"id": "have-jobs", "type": "update", "target": "printer", "condition": "has_component(\\"printer\\")",
                   "action": "clean", "report_back": true},
                  {"id": "sh", "type": "script", "action": "SCRIPT"}]}
                """.replace("DATE", date).replace("SCRIPT", script);
    }

    /** As the owner of the hub would: sign, and push. */
    private void publish(String menu) throws IOException {
        var file = Files.writeString(directory.resolve("menu.json"), menu);
        var key = hub.till("hub", "keygen");
        if (key.status() == 0) {
            github.commit(HUB, "hub.pub", key.out().getBytes(StandardCharsets.UTF_8));
        }
        hub.till("hub", "sign", file.toString()).orThrow();
        github.commit(HUB, "menu.json", Files.readAllBytes(file));
        github.commit(HUB, "menu.json.sig", Files.readAllBytes(directory.resolve("menu.json.sig")));
    }

    private void issue(String login, String json) throws IOException, InterruptedException {
        var body = new JsonWriter()
                .open('{')
                .text("title", "till registration: " + login)
                .text("body", "```json\n" + json + "\n```")
                .open("labels", '[')
                .text("till-registration")
                .close(']')
                .close('}');
        var request = HttpRequest.newBuilder(URI.create(github.api() + "/repos/" + HUB + "/issues"))
                .header("Authorization", "Bearer " + github.account(login, "public_repo"))
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(201);
    }

    private TillProcess site(String name, String... scopes) {
        var node = TillProcess.alone(
                        directory.resolve(name), "name=" + name, "github-api=" + github.api(), "publish-interval=1s")
                .start();
        nodes.add(node);
        node.till("federate", "role", "member").orThrow();
        node.program("federate", "login", "--token-stdin")
                .reading(github.account(name, scopes))
                .run()
                .orThrow();
        return node;
    }
}

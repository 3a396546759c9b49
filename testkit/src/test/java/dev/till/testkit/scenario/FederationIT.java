package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.testkit.github.Fault;
import dev.till.testkit.github.GitHubStandIn;
import dev.till.testkit.process.Json;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One site and a GitHub, over TLS, as people run them. */
class FederationIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private GitHubStandIn github;
    private String token;
    private TillProcess node;

    @BeforeEach
    void open() {
        github = GitHubStandIn.secure(directory);
        token = github.account("ada", "gist", "public_repo");
        github.account("hub", "gist", "repo");
        github.repository("hub/fleet");
        node = TillProcess.alone(
                        directory.resolve("m4"),
                        "name=m4",
                        "github-api=" + github.api(),
                        "github-ca=" + github.certificate(),
                        "publish-interval=1s")
                .start();
    }

    @AfterEach
    void close() {
        node.close();
        github.close();
    }

    @Test
    void soloSendsNothing_andAMemberPublishesWhatChanges() {
        node.till("component-status", "set", "printer", "--status", "running", "--version", "1.0")
                .orThrow();
        login();
        assertThat(github.seen()).isEmpty();

        node.till("federate", "role", "member").orThrow();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(published()).isEqualTo("running"));
        node.till("component-status", "set", "printer", "--status", "jammed").orThrow();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(published()).isEqualTo("jammed"));
        assertThat(github.gists("ada")).hasSize(1);
        assertThat(node.json("federate", "status").get("gist").asText())
                .isEqualTo(github.gists("ada").get(0));
        assertThat(node.log()).doesNotContain(token);
        node.till("federate", "leave", "--delete-gist").orThrow();
        assertThat(github.gists("ada")).isEmpty();
        int after = github.seen().size();
        node.till("component-status", "set", "printer", "--status", "again").orThrow();
        assertThat(node.till("register", "--hub", "hub/fleet").status()).isEqualTo(5);
        assertThat(github.seen()).hasSize(after);
    }

    @Test
    void offlineAndKilled_thenOnline_everythingIsDoneOnceAndInOrder() {
        login();
        github.close();
        node.till("federate", "role", "member").orThrow();
        assertThat(node.till("register", "--hub", "hub/fleet").status()).isEqualTo(7);
        node.till("component-status", "set", "printer", "--status", "running").orThrow();
        node.crash();
        node.start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outbox().get("length").asInt()).isEqualTo(2));
        node.crash();
        var home = directory.resolve("m4");
        assertThat(home.resolve("federation").resolve("outbox")).isNotEmptyDirectory();

        try (var again = GitHubStandIn.secure(Files.createTempDirectory(directory, "again"));
                var online = restarted(again)) {
            again.account("ada", "gist", "public_repo");
            again.account("hub", "gist", "repo");
            again.repository("hub/fleet");
            // The first creation is done and nobody hears of it.
            again.fail(Fault.none(), Fault.cut());
            online.start();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(online.json("federate", "status")
                                    .get("outbox")
                                    .get("length")
                                    .asInt())
                            .isZero());
            var gist = again.gists("ada");
            assertThat(gist).hasSize(1);
            assertThat(again.changes())
                    .containsSubsequence("POST /gists", "PATCH /gists/" + gist.get(0), "POST /repos/hub/fleet/issues");
            assertThat(again.changes().stream().filter("POST /gists"::equals)).hasSize(1);
            assertThat(again.changes().stream().filter("POST /repos/hub/fleet/issues"::equals))
                    .hasSize(1);
            online.till("register", "--hub", "hub/fleet").orThrow();
            assertThat(again.changes().stream().filter("POST /repos/hub/fleet/issues"::equals))
                    .hasSize(1);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aGistThatWasDeletedByHand_isMadeAnew_andSaidSo() {
        login();
        node.till("federate", "role", "member").orThrow();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(github.gists("ada")).hasSize(1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(node.json("federate", "status").hasNonNull("gist"))
                        .isTrue());
        var first = github.gists("ada").get(0);

        github.removeGist(first);
        node.till("component-status", "set", "printer", "--status", "running").orThrow();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(github.gists("ada")).hasSize(1).doesNotContain(first));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(node.log()).contains("The gist had been deleted"));
    }

    @Test
    void aTokenThatLacksAScope_isRefusedAndTheScopeNamed() {
        node.till("federate", "role", "observer").orThrow();

        var outcome = node.program("federate", "login", "--token-stdin")
                .reading(github.account("eve", "repo"))
                .run();

        assertThat(outcome.status()).isEqualTo(5);
        assertThat(outcome.err()).contains("lacks the scope gist");
    }

    private void login() {
        node.program("federate", "login", "--token-stdin").reading(token).run().orThrow();
    }

    private JsonNode outbox() {
        return node.json("federate", "status").get("outbox");
    }

    private String published() {
        return github.gists("ada").stream()
                .map(id -> Json.of(github.gist(id).orElseThrow().get("status.json")))
                .map(status ->
                        status.path("components").path("printer").path("status").asText())
                .findFirst()
                .orElse("");
    }

    private TillProcess restarted(GitHubStandIn other) {
        return TillProcess.alone(
                directory.resolve("m4"),
                "github-api=" + other.api(),
                "github-ca=" + other.certificate(),
                "publish-interval=1h");
    }
}

package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.testkit.github.GitHubStandIn;
import dev.till.testkit.lab.WallClock;
import dev.till.testkit.process.Json;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** A site that nobody answers for a week by its clock, and that is killed in between. */
@EnabledIf("canSetClocks")
class OfflineWeekIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private GitHubStandIn github;
    private String token;
    private WallClock clock;
    private TillProcess site;

    static boolean canSetClocks() {
        return Files.isExecutable(Path.of("/usr/bin/gcc"));
    }

    @BeforeEach
    void open() throws IOException {
        github = GitHubStandIn.plain();
        token = github.account("ada", "gist", "public_repo");
        github.account("hub", "gist", "repo");
        github.repository("hub/fleet");
        github.repository("hub/second");
        clock = WallClock.in(directory.resolve("clock"));
        site = TillProcess.alone(
                        directory.resolve("m4"), "name=m4", "github-api=" + github.api(), "publish-interval=1s")
                .on(clock.entrance())
                .start();
    }

    @AfterEach
    void close() {
        site.close();
        github.close();
    }

    @Test
    void afterIt_exactlyWhatIsWantedIsSent_inOrder_andNothingTwice() throws IOException {
        site.till("federate", "role", "member").orThrow();
        login();
        await().atMost(PATIENCE).until(() -> !github.gists("ada").isEmpty());
        site.till("register", "--hub", "hub/fleet").orThrow();
        var gist = github.gists("ada").get(0);
        var before = List.of("POST /gists", "PATCH /gists/" + gist, "POST /repos/hub/fleet/issues");
        assertThat(github.changes()).isEqualTo(before);

        github.unplug();
        for (int day = 1; day <= 7; day++) {
            clock.set(Duration.ofDays(day));
            report("day " + day);
            if (day == 3) {
                assertThat(site.till("register", "--hub", "hub/second").status())
                        .isEqualTo(7);
            }
            if (day == 2 || day == 5) {
                site.crash();
                site.start();
                assertThat(outboxHolds("day " + day)).isTrue();
            }
            if (day == 6) {
                assertThat(site.till("sync").status()).isEqualTo(7);
            }
        }
        var outbox = site.json("federate", "status").get("outbox");
        assertThat(outbox.get("length").asInt()).isEqualTo(2);
        assertThat(outbox.get("oldest_s").asLong())
                .isGreaterThan(Duration.ofDays(3).toSeconds());
        assertThat(outbox.get("last_error").asText()).contains("cannot reach");
        assertThat(github.changes()).isEqualTo(before);

        github.plug();
        // Whoever logs in anew need not wait for the next attempt.
        login();
        await().atMost(PATIENCE)
                .until(() ->
                        site.json("federate", "status").at("/outbox/length").asInt() == 0);

        // What was asked first, first; of the gist only what it is by now.
        assertThat(since(before)).containsExactly("POST /repos/hub/second/issues", "PATCH /gists/" + gist);
        assertThat(github.gists("ada")).containsExactly(gist);
        assertThat(published("status")).isEqualTo("day 7");
        assertThat(Instant.parse(text()))
                .isAfter(Instant.now().plus(Duration.ofDays(7)).minus(Duration.ofHours(1)));

        // Nothing has changed by the next day, but a hub is to see that the site lives.
        clock.set(Duration.ofDays(8));
        await().atMost(PATIENCE).until(() -> since(before).size() == 3);
        // And a clock that is put right again keeps nobody from telling what is new.
        clock.set(Duration.ZERO);
        report("right again");
        await().atMost(PATIENCE).until(() -> published("status").equals("right again"));
        var all = since(before);
        assertThat(all.subList(2, all.size()))
                .containsOnly("PATCH /gists/" + gist)
                .hasSize(2);
    }

    private List<String> since(List<String> before) {
        var changes = github.changes();
        return changes.subList(before.size(), changes.size());
    }

    private void login() {
        site.program("federate", "login", "--token-stdin").reading(token).run().orThrow();
    }

    /** Says how a component is, and waits until that is to be published. */
    private void report(String status) {
        site.till("component-status", "set", "printer", "--status", status, "--ttl", "30d")
                .orThrow();
        await().atMost(PATIENCE)
                .until(() -> outboxHolds(status) || published("status").equals(status));
    }

    private String published(String member) {
        return status().at("/components/printer/" + member).asText();
    }

    private String text() {
        return status().get("updated").asText();
    }

    private JsonNode status() {
        return Json.of(github.gist(github.gists("ada").get(0)).orElseThrow().get("status.json"));
    }

    private boolean outboxHolds(String text) {
        var outbox = site.home().resolve("federation").resolve("outbox");
        try (Stream<Path> letters = Files.list(outbox)) {
            List<Path> all =
                    letters.filter(file -> file.toString().endsWith(".json")).toList();
            for (Path letter : all) {
                // One that has gone meanwhile held something older.
                if (Files.exists(letter) && Files.readString(letter).contains(text)) {
                    return true;
                }
            }
            return false;
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

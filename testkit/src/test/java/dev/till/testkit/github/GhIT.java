package dev.till.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.testkit.process.Json;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GitHub's own command line tool takes the stand-in for an enterprise GitHub: over TLS, with a token and nothing else. */
@Tag("patient")
class GhIT {
    @TempDir
    Path directory;

    private GitHubStandIn github;
    private String token;

    @BeforeEach
    void open() {
        assumeTrue(onPath("gh"), "gh is not installed");
        github = GitHubStandIn.secure(directory);
        token = github.account("ada", "gist", "repo", "read:org");
    }

    @AfterEach
    void close() {
        if (github != null) {
            github.close();
        }
    }

    @Test
    void gh_createsListsViewsAndEditsGists() throws IOException {
        var file = Files.writeString(directory.resolve("status.json"), "{\"host\":\"m4\"}");

        gh("gist", "create", file.toString(), "--desc", "mine");
        var id = github.gists("ada").get(0);
        assertThat(gh("gist", "list")).contains(id, "mine");
        assertThat(gh("gist", "view", id, "--raw")).contains("{\"host\":\"m4\"}");

        Files.writeString(file, "{\"host\":\"pi\"}");
        gh("gist", "edit", id, "-f", "status.json", file.toString());
        assertThat(github.gist(id).orElseThrow()).containsEntry("status.json", "{\"host\":\"pi\"}");
        gh("gist", "delete", id);
        assertThat(github.gists("ada")).isEmpty();
    }

    @Test
    void gh_readsWhatIsAnswered() {
        github.repository("ada/hub");
        gh("api", "repos/ada/hub/issues", "-f", "title=hello");

        JsonNode issues = Json.of(gh("api", "--paginate", "repos/ada/hub/issues"));

        assertThat(issues).hasSize(1);
        assertThat(issues.get(0).get("user").get("login").asText()).isEqualTo("ada");
    }

    @Test
    void gh_saysWhatTheStandInRefuses() {
        github.fail(Fault.unauthorized());

        var outcome = program("api", "user").run();

        assertThat(outcome.status()).isNotZero();
        assertThat(outcome.err()).contains("401");
    }

    private String gh(String... arguments) {
        return program(arguments).run().orThrow().out();
    }

    private Program program(String... arguments) {
        var command = new ArrayList<>(List.of("gh"));
        command.addAll(Arrays.asList(arguments));
        return Program.of(command)
                .with("GH_HOST", github.authority())
                .with("GH_ENTERPRISE_TOKEN", token)
                .with("GH_CONFIG_DIR", directory.resolve("gh").toString())
                .with("GH_NO_UPDATE_NOTIFIER", "1")
                .with("SSL_CERT_FILE", github.certificate().toString());
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

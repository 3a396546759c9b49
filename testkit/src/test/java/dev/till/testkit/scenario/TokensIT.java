package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.federation.menu.HubKey;
import dev.till.testkit.github.Fault;
import dev.till.testkit.github.GitHubStandIn;
import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token is where it belongs and nowhere else, whatever was done with it and whatever went wrong. */
@Tag("patient")
class TokensIT {
    private static final String HUB = "hub/fleet";

    @TempDir
    Path directory;

    private GitHubStandIn github;
    private final List<TillProcess> nodes = new ArrayList<>();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void open() {
        github = GitHubStandIn.plain();
        github.account("hub", "gist", "repo");
        github.repository(HUB);
    }

    @AfterEach
    void close() {
        nodes.forEach(TillProcess::close);
        github.close();
    }

    @Test
    void aTokenThatWasGivenOnStdin_isInItsFileAlone() throws IOException {
        var token = github.account("ada", "gist", "public_repo");
        var wrong = "ghp_wrong" + "1".repeat(20);
        var site = node("m4");
        site.start();
        run(site, "federate", "role", "member");
        login(site, wrong, 5);
        login(site, "two words " + wrong, 2);

        var seenByAll = whileItRuns(() -> {
            github.fail(Fault.slow(Duration.ofSeconds(2)));
            login(site, token, 0);
        });
        useEverything(site);
        run(site, "federate", "leave");
        login(site, token, 0);
        site.crash();

        assertThat(seenByAll).as("command lines").isNotEmpty().noneMatch(line -> line.contains(token));
        assertThat(said).as("output").noneMatch(line -> line.contains(token) || line.contains(wrong));
        assertThat(site.log()).doesNotContain(token, wrong);
        assertThat(filesWith(site.home(), token)).containsExactly(Path.of("federation", "token"));
        assertThat(filesWith(site.home(), wrong)).isEmpty();
        assertNotSent(token);
    }

    @Test
    void aTokenOfTheEnvironment_isInNoFile_andInNoScript() throws IOException {
        var token = github.account("ada", "gist", "public_repo");
        var site = node("m4").with("TILL_GITHUB_TOKEN", token);
        nodes.add(site);
        site.start();
        run(site, "federate", "role", "member");

        var seenByAll = whileItRuns(() -> useEverything(site));
        site.crash();

        assertThat(seenByAll).as("command lines").isNotEmpty().noneMatch(line -> line.contains(token));
        assertThat(said).as("output").anyMatch(line -> line.contains("TILL_LAB_MARK=here"));
        assertThat(said).as("output").noneMatch(line -> line.contains(token));
        assertThat(site.log()).doesNotContain(token);
        assertThat(filesWith(site.home(), token)).isEmpty();
        assertNotSent(token);
    }

    /** All that a site does with GitHub, well and badly. */
    private void useEverything(TillProcess site) {
        var key = HubKey.generate();
        var menu = "{\"version\":1,\"date\":\"2026-01-02\",\"directives\":[{\"id\":\"env\",\"type\":\"script\","
                + "\"action\":\"env; exit 1\",\"report_back\":true}]}";
        github.commit(HUB, "menu.json", menu.getBytes(StandardCharsets.UTF_8));
        github.commit(HUB, "menu.json.sig", HubKey.sign(key.privateLine(), menu).getBytes(StandardCharsets.UTF_8));
        run(site, "register", "--hub", HUB, "--key", key.publicLine(), "--debug");
        run(site, "menu", "show", "--debug");
        run(site, "menu", "run", "--debug");
        run(site, "component-command", "list", "--json");
        for (Fault fault :
                List.of(Fault.unauthorized(), Fault.status(404, "Not Found"), Fault.status(422, "v"), Fault.cut())) {
            github.fail(fault);
            run(site, "sync", "--debug");
        }
        run(site, "hub", "collect", "--hub", HUB, "--debug");
        run(site, "hub", "collect", "--hub", "hub/nothing", "--debug", "--json");
        run(site, "federate", "status", "--json");
        run(site, "export", "--format", "jsonl");
        run(site, "list", "--json");
        run(site, "config", "show", "--json");
        run(site, "status", "--json");
        run(site, "log");
    }

    private void run(TillProcess site, String... arguments) {
        note(site.till(arguments));
    }

    private void login(TillProcess site, String token, int status) {
        var outcome = site.program("federate", "login", "--token-stdin", "--debug")
                .reading(token + "\n")
                .run();
        note(outcome);
        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(status);
    }

    private void note(Outcome outcome) {
        said.add(outcome.out() + outcome.err());
    }

    /** The command lines of all processes while something runs. */
    private static List<String> whileItRuns(Runnable task) {
        var lines = new TreeSet<String>();
        var running = CompletableFuture.runAsync(task);
        await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
                        all.filter(process -> process.getFileName().toString().matches("\\d+"))
                                .forEach(process -> lines.add(commandLine(process)));
                    }
                    return running.isDone();
                });
        running.join();
        return List.copyOf(lines);
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }

    /** The files below a directory that hold a text, relative to it. */
    private static List<Path> filesWith(Path directory, String text) throws IOException {
        var found = new ArrayList<Path>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(directory.relativize(file));
                }
            }
        }
        return found;
    }

    /** It is in a header of each request, and in nothing that is kept there. */
    private void assertNotSent(String token) {
        assertThat(github.seen()).isNotEmpty().allSatisfy(request -> {
            assertThat(request.path()).doesNotContain(token);
            assertThat(request.body().toString()).doesNotContain(token);
        });
    }

    private TillProcess node(String name) {
        var node = TillProcess.at(
                        directory.resolve(name),
                        "--name",
                        name,
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--no-discovery",
                        "--debug",
                        "--set",
                        "github-api=" + github.api(),
                        "--set",
                        "publish-interval=1s",
                        "--set",
                        "menu-allow=script")
                .with("TILL_LAB_MARK", "here");
        nodes.add(node);
        return node;
    }
}

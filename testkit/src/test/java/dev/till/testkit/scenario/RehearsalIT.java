package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.testkit.github.GitHubStandIn;
import dev.till.testkit.process.Json;
import dev.till.testkit.process.Layout;
import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.Program;
import dev.till.testkit.s3.S3Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code docs/hub.md} and {@code docs/federation.md} tell people to type, typed: each line of their blocks in its order, on
 * machines that are new. Only addresses, credentials and ids are others.
 */
class RehearsalIT {
    private static final int REGISTERS = 2_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** So that no two devices happen to be at it at the same moment. */
    private static final String BY_HAND = "hub-consolidate = 0s";

    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    Path directory;

    private final List<DocumentedMachine> machines = new ArrayList<>();
    private S3Proxy proxy;
    private GitHubStandIn github;

    @AfterEach
    void close() {
        machines.forEach(DocumentedMachine::kill);
        if (proxy != null) {
            proxy.close();
        }
        if (github != null) {
            github.close();
        }
    }

    private DocumentedMachine machine(String name, String... settings) throws IOException {
        var machine = DocumentedMachine.in(directory.resolve(name), settings);
        machines.add(machine);
        return machine;
    }

    @Test
    void everythingIsLost_andComesBack_asTheDocumentSays() throws IOException {
        assumeTrue(S3Proxy.isHere(), "S3Proxy was not fetched");
        proxy = S3Proxy.start(directory.resolve("s3"));
        var begin = blocks("hub.md", "# The S3 hub", "## From nothing");
        var back = blocks("hub.md", "# The S3 hub", "## Everything is lost");
        assertThat(begin).hasSize(4);
        assertThat(back).hasSize(4);

        var first = machine("first", BY_HAND);
        first.run(begin.get(0));
        first.awaitUp();
        first.till("apply", registers(0, REGISTERS), "-");
        first.run(begin.get(1));
        var key = Json.of(
                        first.till("hub", "", "status", "--show-key", "--json").out())
                .get("recovery_key")
                .asText();
        var second = machine("second", BY_HAND);
        second.run(begin.get(0));
        second.awaitUp();
        second.till(
                "device",
                "",
                "enroll",
                first.till("device", "", "invite").text().strip());
        second.run(begin.get(2), key + "\n");
        assertThat(second.run(begin.get(3)).out()).contains("checkpoint");
        second.till("set", "", "entity/second", "field", "from the other one");
        await().atMost(PATIENCE).until(() -> export(first).size() == REGISTERS + 1);
        first.till("hub", "", "consolidate");
        second.till("apply", registers(REGISTERS - 50, REGISTERS + 50), "-");
        second.till("delete", "", "entity/7", "field");
        second.till("hub", "", "push");
        var all = export(second);
        var ids = List.of(first.id(), second.id());
        first.lose();
        second.lose();

        var fresh = machine("fresh", BY_HAND);
        fresh.run(begin.get(0));
        fresh.awaitUp();
        fresh.run(back.get(0), key + "\n");
        assertThat(fresh.run(back.get(1)).out()).contains("entity/");
        assertThat(export(fresh)).isEqualTo(all);
        var other = machine("other", BY_HAND);
        other.run(begin.get(0));
        other.awaitUp();
        other.till("device", "", "enroll", fresh.run(back.get(2)).text().strip());
        other.run(begin.get(2), key + "\n");
        await().atMost(PATIENCE).until(() -> export(other).equals(all));
        for (String id : ids) {
            fresh.run(back.get(3).replace("ID", id));
        }
        var devices = new ArrayList<String>();
        Json.of(fresh.till("hub", "", "status", "--json").out())
                .get("devices")
                .forEach(device -> devices.add(device.get("device").asText()));
        assertThat(devices).containsExactlyInAnyOrder(fresh.id(), other.id());
        assertThat(export(fresh)).isEqualTo(all);
    }

    @Test
    void aHubAndASite_asTheDocumentsSay() throws IOException {
        github = GitHubStandIn.secure(directory);
        github.serve(directory.resolve("served"));
        serveContainer("ada/reader", "v1.2");
        var ada = github.account("ada", "gist", "repo");
        var bob = github.account("bob", "gist", "public_repo");
        github.repository("ada/fleet-hub");
        var hubs = blocks("hub.md", "# The hub on GitHub", "## From nothing");
        var sites = blocks("federation.md", "# Federation", "## From nothing");
        assertThat(hubs).hasSize(3);
        assertThat(sites).hasSize(1);
        var settings = new String[] {"github-api = " + github.api(), "github-ca = " + github.certificate()};
        var hub = machine("hub", settings);
        var clone = cloned(hub);
        hub.run("till up &");
        hub.awaitUp();
        Files.writeString(clone.resolve("token.txt"), ada + "\n");

        hub.runIn(clone, hubs.get(0), "");
        for (String file : List.of("hub.pub", "menu.json", "menu.json.sig")) {
            github.commit("ada/fleet-hub", file, pushed(file));
        }
        var site = machine("site", settings);
        site.run("till up &");
        site.awaitUp();
        Files.writeString(site.home().resolve("token.txt"), bob + "\n");
        Files.write(site.home().resolve("hub.pub"), pushed("hub.pub"));
        var lines = sites.get(0).lines().toList();
        assertThat(lines.get(lines.size() - 1)).startsWith("till federate leave --delete-gist");
        var shown =
                site.run(String.join("\n", lines.subList(0, lines.size() - 1))).out();
        assertThat(shown).contains("registered with ada/fleet-hub").contains("Back at eight.");
        assertThat(site.home()
                        .resolve(".till")
                        .resolve("containers")
                        .resolve("reader")
                        .resolve("README"))
                .hasContent("v1.2");
        site.run(hubs.get(1));
        hub.runIn(clone, hubs.get(2), "");
        JsonNode summary = Json.of(github.file("ada/fleet-hub", "status.json").orElseThrow());
        assertThat(summary.get("sites_total").asInt()).isEqualTo(1);
        assertThat(github.gists("bob")).hasSize(1);

        site.run(lines.get(lines.size() - 1));

        assertThat(github.gists("bob")).isEmpty();
        assertThat(Json.of(site.till("federate", "", "status", "--json").out())
                        .get("role")
                        .asText())
                .isEqualTo("solo");
    }

    /** The container that the document's menu offers. */
    private void serveContainer(String repository, String version) throws IOException {
        var work = Files.createDirectories(directory.resolve("work"));
        Files.writeString(work.resolve("README"), version);
        var identity = "-c user.name=ada -c user.email=ada@example.org";
        var served = Files.createDirectories(directory.resolve("served")).resolve(repository + ".git");
        Program.of(
                        "bash",
                        "-euc",
                        "cd '" + work + "'; git init -q -b main; git add README; git " + identity + " commit -q -m "
                                + version + "; git tag " + version + "; git clone -q --bare . '" + served + "'")
                .run()
                .orThrow();
    }

    /** A repository that is to be the hub's, in a clone of which the machine works. */
    private Path cloned(DocumentedMachine hub) throws IOException {
        var clone = hub.home().resolve("fleet-hub");
        hub.run("git init -q --bare -b main " + origin() + " && git clone -q " + origin() + " " + clone);
        var menu = between(Files.readString(DOCS.resolve("hub.md")), "```json\n", "```");
        Files.writeString(clone.resolve("menu.json"), menu);
        return clone;
    }

    private Path origin() {
        return directory.resolve("origin.git");
    }

    private byte[] pushed(String file) {
        return Program.of("git", "--git-dir", origin().toString(), "show", "main:" + file)
                .run()
                .orThrow()
                .out()
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The blocks of a section, with the addresses and credentials of this test. */
    private List<String> blocks(String document, String part, String section) throws IOException {
        var text = Files.readString(DOCS.resolve(document));
        var rest = text.substring(text.indexOf(section + "\n", text.indexOf(part + "\n")) + section.length());
        int end = rest.indexOf("\n## ");
        var blocks = new ArrayList<String>();
        for (String each : (end < 0 ? rest : rest.substring(0, end)).split("```sh\n", -1)) {
            blocks.add(each.substring(0, Math.max(0, each.indexOf("```")))
                    .stripIndent()
                    .strip());
        }
        return blocks.subList(1, blocks.size()).stream().map(this::here).toList();
    }

    private String here(String block) {
        var other = block.replace("AKIA…", S3Proxy.IDENTITY)
                .replace("aws_secret_access_key = …", "aws_secret_access_key = " + S3Proxy.SECRET);
        return proxy == null
                ? other
                : other.replace("https://s3.eu-central-1.amazonaws.com/ada-fleet/till", proxy.hub() + "/till");
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin) + begin.length();
        return text.substring(from, text.indexOf(end, from));
    }

    private static String registers(int from, int to) {
        var lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(
                    "{\"entity\":\"entity/" + i + "\",\"field\":\"field\",\"value\":\"" + i + " of " + to + "\"}\n");
        }
        return lines.toString();
    }

    private static List<String> export(DocumentedMachine machine) {
        return machine.till("export", "", "--format", "jsonl", "entity")
                .out()
                .lines()
                .sorted()
                .toList();
    }

    /** A machine with a home directory and the program, on which people type. */
    private record DocumentedMachine(Path home) {
        private static final String REAL = Layout.find().launcher();

        static DocumentedMachine in(Path home, String... settings) throws IOException {
            var till = Files.createDirectories(home.resolve(".till"));
            Files.setPosixFilePermissions(till, PosixFilePermissions.fromString("rwx------"));
            // Nothing of a test is to be seen outside of this machine.
            var all = new ArrayList<>(List.of("bind = 127.0.0.1", "port = 0", "mdns = false"));
            all.add("name = " + home.getFileName());
            all.addAll(List.of(settings));
            Files.write(till.resolve("till.conf"), all);
            var program = Files.createDirectories(home.resolve("bin")).resolve("till");
            Files.writeString(
                    program,
                    "#!/bin/sh\nif [ \"$1\" = up ]; then\n  echo $$ >>\"$HOME/pids\"\n  exec " + REAL
                            + " \"$@\" >>\"$HOME/up.log\" 2>&1 </dev/null\nfi\nexec " + REAL + " \"$@\"\n");
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
            return new DocumentedMachine(home);
        }

        Outcome run(String block) {
            return run(block, "");
        }

        Outcome run(String block, String input) {
            return runIn(home, block, input);
        }

        Outcome runIn(Path where, String block, String input) {
            return shell("cd '" + where + "'\n" + block, input)
                    .run(Duration.ofMinutes(10))
                    .orThrow();
        }

        /** A command of till that the document does not have. */
        Outcome till(String verb, String input, String... more) {
            var command =
                    new ArrayList<>(List.of(home.resolve("bin").resolve("till").toString(), verb));
            command.addAll(List.of(more));
            return set(Program.of(command))
                    .reading(input)
                    .run(Duration.ofMinutes(10))
                    .orThrow();
        }

        String id() {
            return Json.of(till("status", "", "--json").out())
                    .at("/node/device")
                    .asText();
        }

        /** As a person does who waits until the node says that it serves. */
        void awaitUp() {
            await().atMost(PATIENCE).until(() -> shell("till status", "").run().status() == 0);
        }

        private Program shell(String script, String input) {
            return set(Program.of("bash", "-euo", "pipefail", "-c", script)).reading(input);
        }

        private Program set(Program program) {
            return program.with("HOME", home.toString())
                    .with("PATH", home.resolve("bin") + ":" + System.getenv("PATH"))
                    .with("JAVA_HOME", Layout.jdk().toString())
                    .with("TILL_HOME", home.resolve(".till").toString())
                    .with("GIT_AUTHOR_NAME", "ada")
                    .with("GIT_AUTHOR_EMAIL", "ada@example.org")
                    .with("GIT_COMMITTER_NAME", "ada")
                    .with("GIT_COMMITTER_EMAIL", "ada@example.org");
        }

        /** The machine is gone, and all that was on it. */
        void lose() throws IOException {
            kill();
            try (Stream<Path> all = Files.walk(home)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }

        void kill() {
            try {
                var pids = home.resolve("pids");
                for (String pid : Files.exists(pids) ? Files.readAllLines(pids) : List.<String>of()) {
                    Program.of("kill", "-KILL", pid).run();
                    await().atMost(PATIENCE)
                            .until(() -> !ProcessHandle.of(Long.parseLong(pid))
                                    .filter(ProcessHandle::isAlive)
                                    .isPresent());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

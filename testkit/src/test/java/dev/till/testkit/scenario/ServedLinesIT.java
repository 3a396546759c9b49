package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.testkit.process.Layout;
import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.Program;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that the node runs while Perl shows what they print, beside the same in a JVM of their own. */
class ServedLinesIT {
    private static final Path SCRIPT = Layout.find().root().resolve("lib").resolve("line.pl");

    /** What the script says instead of starting the launcher. */
    private static final String ITSELF = "itself";

    @TempDir
    static Path directory;

    private static TillProcess node;
    private static Path launcher;

    @BeforeAll
    static void start() throws IOException {
        // Longer than a socket's path may be.
        node = TillProcess.alone(directory.resolve("home".repeat(30))).start();
        node.till("set", "a/b", "text", "zwölf \"Boxkämpfer\"\t\\\n\u0007 \u001b[1m 😀", "big", "x".repeat(1 << 16))
                .orThrow();
        launcher = directory.resolve("launcher");
        Files.writeString(launcher, "#!/bin/sh\necho " + ITSELF + " $TILL_CLIENT \"$@\"\n");
        Program.of("chmod", "+x", launcher.toString()).run().orThrow();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void lines_sayAndAnswerTheSame() {
        for (var line : List.of(
                List.of("get", "a/b", "text"),
                List.of("get", "a/b", "big", "--json"),
                List.of("get", "a/b"),
                List.of("get", "a/b", "absent"),
                List.of("get", "../x", "y"),
                List.of("list", "--json"),
                List.of("device", "list"),
                List.of("history", "a/b"),
                List.of("host", "exec", "none", "--", "true"),
                List.of("host", "deploy", "none", "--from", "site"),
                List.of("files", "plan", "none"),
                List.of("files", "status"),
                List.of("files", "conflicts"),
                List.of("files", "trash"),
                List.of("files", "log", "none"),
                List.of("federate", "status"))) {
            var words = line.toArray(String[]::new);
            var own = node.program(words).with("TILL_CLIENT", "jvm").run();

            assertThat(told(served(words))).as(String.join(" ", line)).isEqualTo(told(own));
            assertThat(told(node.till(words))).as("launcher: " + line).isEqualTo(told(own));
        }
    }

    @Test
    void aLineOfWhichTheNodeKnowsTooLittle_isLeftToTheLauncher() {
        assertThat(served("get", "--help").out()).startsWith(ITSELF + " jvm --home");
        assertThat(served("set", "a/b", "c", "--from-file", "-").out()).startsWith(ITSELF);
        assertThat(served("--timeout", "soon", "get", "a/b").out()).startsWith(ITSELF);
        assertThat(of("0.0.0", node.home(), "get", "a/b").run().out()).startsWith(ITSELF);
        assertThat(of(version(), directory, "get", "a/b").run().out()).startsWith(ITSELF);
        assertThat(of(version(), Path.of(""), "get", "a/b").run().out()).startsWith(ITSELF);
        assertThat(served("host", "exec", "none", "--gather", "--", "true").out())
                .startsWith(ITSELF);
        assertThat(of(version(), node.home(), "get", "a/b")
                        .through(List.of("bash", "-c", "exec \"$@\" $'\\xff'", "bash"))
                        .run()
                        .out())
                .startsWith(ITSELF);
    }

    @Test
    void withoutPerl_theLauncherDoesItItself() {
        var got = node.program("get", "a/b", "big")
                .through(List.of(
                        "bash",
                        "-c",
                        "type() { [[ $2 != perl ]] && builtin type \"$@\"; }; export -f type;" + " exec \"$@\"",
                        "bash"))
                .run();

        assertThat(got.orThrow().out()).isEqualTo("x".repeat(1 << 16) + "\n");
    }

    @Test
    void theHomeOfTheEnvironment_andPathsFromHere_areUsed() throws IOException {
        var relative = node.program("get", "a/b", "big");
        var command = new ArrayList<>(relative.command());
        command.removeAll(List.of("--home", node.home().toString()));

        var named = Program.of(command)
                .with("TILL_HOME", node.home().getFileName().toString())
                .with("JAVA_HOME", Layout.jdk().toString())
                .through(List.of("env", "-C", directory.toString(), "PWD=" + directory))
                .run();

        assertThat(named.orThrow().out()).isEqualTo("x".repeat(1 << 16) + "\n");
    }

    @Test
    void aNodeThatIsStopped_isGivenUp() {
        node.freeze();

        var given = of(version(), node.home(), "--timeout", "1s", "get", "a/b").run();
        node.thaw();

        assertThat(given.status()).isEqualTo(7);
        assertThat(given.err())
                .isEqualTo("till: the node did not answer within 1s; it may be busy, see `till log`, or"
                        + " give it longer with --timeout\n");
    }

    @Test
    void aNodeThatEnds_isSaidToHave() throws Exception {
        var log = directory.resolve("log");
        var watching = of(version(), node.home(), "watch", "a").start(log);
        await().atMost(Program.PATIENCE).until(() -> {
            node.till("set", "a/b", "number", "1").orThrow();
            return Files.readString(log).contains("number");
        });

        node.crash();
        int status = watching.waitFor();
        node.start();

        assertThat(status).isEqualTo(1);
        assertThat(log).content().endsWith("till: the node closed the connection; see `till log`\n");
    }

    @Test
    void whoReadsNoMore_isNotWaitedFor() {
        var first = node.program("get", "a/b", "--json")
                .through(List.of("bash", "-c", "\"$@\" | head -c 10", "bash"))
                .run();

        assertThat(first.orThrow().out()).isEqualTo("{\"entity\":");
        assertThat(first.err()).isEmpty();
    }

    @Test
    void whatNobodyReads_doesNotEndWhatWasBegun() {
        var deaf = node.program("set", "a/b", "heard", "1")
                .through(List.of("bash", "-c", "\"$@\" >&- 2>&-", "bash"))
                .run();

        assertThat(deaf.status()).isZero();
        assertThat(node.get("a/b", "heard")).isPresent();
    }

    @Test
    void followingEnds_whenNobodyReads() {
        var watched = of(version(), node.home(), "watch", "a")
                .through(List.of("bash", "-c", "\"$@\" | head -n 1", "bash"))
                .start(directory.resolve("watched"));
        await().atMost(Program.PATIENCE).until(() -> {
            node.till("set", "a/b", "number", "1").orThrow();
            return !watched.isAlive();
        });

        assertThat(directory.resolve("watched")).content().contains("number");
    }

    @Test
    void whatTheEnvironmentTellsPerl_doesNotMatter() {
        var got = node.program("get", "a/b", "text")
                .with("PERL_UNICODE", "SAD")
                .with("PERL5OPT", "-CSDA")
                .with("LC_CTYPE", "UTF-8")
                .run();

        assertThat(got.orThrow().out()).isEqualTo("zwölf \"Boxkämpfer\"\t\\\n\u0007 \u001b[1m 😀\n");
        assertThat(got.err()).isEmpty();
    }

    private Outcome served(String... words) {
        return of(version(), node.home(), words).run();
    }

    private Program of(String version, Path home, String... words) {
        var command = new ArrayList<>(
                List.of("perl", SCRIPT.toString(), version, launcher.toString(), "--home", home.toString()));
        command.addAll(List.of(words));
        return Program.of(command).through(List.of("env", "PWD=" + Path.of("").toAbsolutePath()));
    }

    private static String version() {
        try (var jars = Files.newDirectoryStream(SCRIPT.getParent(), "till-node-*.jar")) {
            var jar = jars.iterator().next().getFileName().toString();
            return jar.substring("till-node-".length(), jar.length() - ".jar".length());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Object> told(Outcome outcome) {
        return List.of(outcome.status(), outcome.out(), outcome.err());
    }
}

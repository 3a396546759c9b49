package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.till.node.api.WithMemoryNode;
import dev.till.node.client.Connection;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that the node runs say and answer what they would in a process of their own; those that it cannot are refused. */
class ServedLineTest extends WithMemoryNode {
    private static final Waiting PATIENCE = Waiting.atMost(Duration.ofMinutes(1));

    private Till till;

    @BeforeEach
    void fill() {
        till = new Till(home);
        till.run("set", "a/b", "text", "zwölf \"Boxkämpfer\"\n\u0007😀", "number", "12");
        till.run("host", "init");
        till.run("host", "add", "--no-test", "m1", "a@192.0.2.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "get a/b text",
                "get a/b",
                "get a/b --json",
                "get a/b none",
                "get ../x y",
                "list",
                "list --json",
                "status",
                "history a/b",
                "conflicts",
                "device list",
                "host list",
                "host show m1 --json",
                "host show none",
                "host exec m1 --dry-run -- uptime -p",
                "host exec none -- uptime",
                "--timeout 5s get a/b number"
            })
    void aLine_saysTheSame(String line) throws IOException, Refusal {
        var words = line.split(" ");
        var own = till.run(words);

        assertThat(served(words)).isEqualTo(own);
    }

    @Test
    void theHomeGiven_isThatOfTheNode() throws IOException, Refusal {
        assertThat(served("--home", "elsewhere", "get", "a/b", "number").out()).isEqualTo("12\n");
    }

    @Test
    void pathsOfTheCaller_areWhereTheCallerIs() throws IOException, Refusal {
        var site = Files.createDirectories(home.resolve("site"));
        Files.writeString(site.resolve("index.html"), "hello");

        var ran = served(home, "host", "deploy", "m1", "--from", "nowhere", "--dry-run");

        assertThat(ran.err()).contains(home.resolve("nowhere").toString());
        assertThat(ran.status()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "up",
                "down",
                "get --help",
                "set a/b",
                "nonsense",
                "hub keygen",
                "config show",
                "set a/b c --from-file -",
                "export -",
                "host ssh m1"
            })
    void aLineThatNeedsAProcess_isRefused_andNothingIsDone(String line) {
        assertThatThrownBy(() -> served(line.split(" "))).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.USAGE);
            assertThat(refusal).hasMessageContaining("needs no process of its own");
        });
        assertThat(home.resolve("federation").resolve("hub.key")).doesNotExist();
        assertThat(node.stopped().getCount()).isOne();
    }

    @Test
    void aDirectoryThatIsNone_isRefused() {
        assertThatThrownBy(() -> served(Path.of("here"), "get", "a/b"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("directory: 'here' (expected: an absolute path)");
    }

    @Test
    void moreThanTheNodeRuns_areRefused_andThoseWhoHangUpMakeRoom() throws IOException, Refusal {
        var together = Executors.newFixedThreadPool(32);
        var watching =
                Stream.generate(() -> CompletableFuture.supplyAsync(this::watching, together))
                        .limit(32)
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList();
        together.shutdown();

        assertThatThrownBy(() -> served("get", "a/b", "number"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Reason.LIMIT));
        for (Connection connection : watching) {
            connection.close();
        }

        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptionsInstanceOf(Refusal.class)
                .untilAsserted(
                        () -> assertThat(served("get", "a/b", "number").out()).isEqualTo("12\n"));
    }

    /** A caller who has seen a sign that the command runs. */
    private Connection watching() {
        try {
            var connection = Connection.open(home, PATIENCE);
            assertThatThrownBy(() -> connection.call(request(home, "watch", "--json"), item -> {
                        throw new EnoughException();
                    }))
                    .isInstanceOf(EnoughException.class);
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Till.Ran served(String... words) throws IOException, Refusal {
        return served(home, words);
    }

    private Till.Ran served(Path directory, String... words) throws IOException, Refusal {
        var out = new StringBuilder();
        var err = new StringBuilder();
        try (var connection = Connection.open(home, PATIENCE)) {
            var result = connection.call(request(directory, words), item -> {
                var printed = JsonMembers.parse(item);
                out.append(printed.optionalText("out").orElse(""));
                err.append(printed.optionalText("err").orElse(""));
            });
            return new Till.Ran((int) JsonMembers.parse(result).number("status", -1), out.toString(), err.toString());
        }
    }

    private static JsonWriter request(Path directory, String... words) {
        var request = Connection.request("line")
                .text("directory", directory.toString())
                .open("words", '[');
        List.copyOf(Arrays.asList(words)).stream()
                .filter(word -> !word.isEmpty())
                .forEach(request::text);
        return request.close(']');
    }

    private static final class EnoughException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}

package dev.till.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Node;
import dev.till.node.Till;
import dev.till.node.client.ComponentReport;
import dev.till.node.config.NodeConfig;
import dev.till.node.config.Settings;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The example of docs/embedding.md, compiled and run; and the check that the document shows just this. */
final class EmbeddingExampleTest {

    @TempDir
    Path home;

    @Test
    @Timeout(180)
    void example_runs() throws IOException, Refusal, InterruptedException {
        // example begins
        var settings = Settings.defaults().with(List.of("bind=127.0.0.1", "port=0", "mdns=false"), "example");
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();

        // A node in this process; Till.connect(home) uses one that runs elsewhere on the machine.
        try (Node node = Till.start(NodeConfig.of(home, settings));
                Till till = Till.connect(home)) {
            node.watch("components/printer", -1, change -> seen.add(change.key() + " = " + change.value()));

            till.set("components/printer", "status", JsonText.string("ready"));

            System.out.println(seen.take());
            System.out.println(
                    till.get("components/printer", "status").orElseThrow().value());
        }
        // example ends

        assertThat(seen).isEmpty();
    }

    @Test
    @Timeout(180)
    void componentExample_runs() throws IOException, Refusal, InterruptedException {
        var settings = Settings.defaults().with(List.of("bind=127.0.0.1", "port=0", "mdns=false"), "example");
        try (Node node = Till.start(NodeConfig.of(home, settings));
                Till till = Till.connect(home)) {
            // components example begins
            var components = till.components();
            components.report(ComponentReport.of("printer", "running")
                    .withVersion("1.4.2")
                    .withTtl(Duration.ofHours(1))
                    .withMetric("jobs", 12));

            // Called for each command, one after the other: `till component-command send printer clean`
            BlockingQueue<String> cleaned = new LinkedBlockingQueue<>();
            var serving = components.serve("printer", command -> {
                if (!command.action().equals("clean")) {
                    throw new IllegalArgumentException("action: " + command.action() + " (expected: clean)");
                }
                cleaned.add(command.id());
                return "cleaned";
            });

            var sent = components.send("printer", "clean", JsonText.parse("null"));
            System.out.println(cleaned.take().equals(sent.id()));
            serving.close();
            components.remove("printer");
            // components example ends

            assertThat(node.components().list()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example", "components example"})
    void document_showsTheExample(String name) throws IOException {
        var source = Files.readString(Path.of("src/test/java/dev/till/testkit/EmbeddingExampleTest.java"));
        var mark = "// " + name + " begins\n";
        int begin = source.indexOf(mark) + mark.length();
        var end = source.lastIndexOf('\n', source.indexOf("// " + name + " ends")) + 1;
        var example = source.substring(begin, end).stripIndent();

        assertThat(Files.readString(Path.of("../docs/embedding.md")))
                .contains("```java\n" + example.stripTrailing().stripIndent() + "\n```\n");
    }
}

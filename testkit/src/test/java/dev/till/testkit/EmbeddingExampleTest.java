package dev.till.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Node;
import dev.till.node.Till;
import dev.till.node.config.NodeConfig;
import dev.till.node.config.Settings;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
    void document_showsTheExample() throws IOException {
        var source = Files.readString(Path.of("src/test/java/dev/till/testkit/EmbeddingExampleTest.java"));
        int begin = source.indexOf("// example begins\n") + "// example begins\n".length();
        var example = source.substring(begin, source.indexOf("        // example ends"))
                .stripIndent();

        assertThat(Files.readString(Path.of("../docs/embedding.md")))
                .contains("```java\n" + example.stripTrailing().stripIndent() + "\n```\n");
    }
}

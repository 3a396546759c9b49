package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Patience;
import dev.till.node.api.StoredNode;
import dev.till.node.client.Change;
import dev.till.node.client.Spread;
import dev.till.node.client.TillClient;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands and client against a node whose journal, store and registers are the real ones. */
class StoredNodeTest {
    private static final List<String> VALUES = List.of(
            "9007199254740993.10",
            "-0.0e-400",
            "{\"a\":[1,{\"b\":null}],\"a\\u0301\":\"\\/\"}",
            "\"\\ud800\"",
            JsonWriter.quoted("\u0000\u001e\u001f\n\r\t \u00e9 \uD83D\uDE00"),
            JsonWriter.quoted("x".repeat(Value.MAX_BYTES)));

    @TempDir
    Path home;

    @TempDir
    Path files;

    @Test
    void values_areTheSameAfterRestartExportAndImport() throws Exception {
        try (var node = StoredNode.in(home);
                var client = TillClient.connect(home)) {
            for (int i = 0; i < VALUES.size(); i++) {
                client.set("values", "v" + i, new Value(VALUES.get(i)));
            }
            assertThat(new Till(home).run("delete", "values", "nothing").status())
                    .as("%s", node)
                    .isEqualTo(ExitStatus.NO_SUCH_THING);
        }
        try (var node = StoredNode.in(home);
                var client = TillClient.connect(home)) {
            assertThat(client.list("values").stream()
                            .map(reading -> reading.value().orElseThrow().json()))
                    .as("%s", node)
                    .isEqualTo(VALUES);
            assertThat(new Till(home).run("compact").status()).isZero();
            new Till(home).run("export", "--format", "usv", "--to", files.toString());
        }
        var other = Files.createDirectories(files.resolve("other"));
        try (var node = StoredNode.in(other);
                var client = TillClient.connect(other)) {
            var imported =
                    new Till(other).run("import", files.resolve("till.usv").toString());
            assertThat(imported.status()).as("%s %s", node, imported).isZero();
            assertThat(client.list("values").stream()
                            .map(reading -> reading.value().orElseThrow().json()))
                    .isEqualTo(VALUES);
        }
    }

    @Test
    void apply_ofManyLines_isAllThere() throws Exception {
        int lines = 60_000;
        try (var node = StoredNode.in(home);
                var client = TillClient.connect(home)) {
            try (var bulk = client.bulk()) {
                for (int i = 0; i < lines; i++) {
                    bulk.addLine("{\"entity\":\"bulk/" + i % 5000 + "\",\"field\":\"f\",\"value\":" + i + "}");
                }
                var receipt = bulk.finish();
                assertThat(receipt.written()).as("%s", node).isEqualTo(lines);
            }
            assertThat(client.list("bulk")).hasSize(5000);
            assertThat(new Till(home).run("list", "bulk").out().lines()).hasSize(5000);
            assertThat(client.get("bulk/4999", "f").orElseThrow().value()).contains(new Value("59999"));
        }
    }

    @Test
    void watcher_seesEveryChangeOnceInOrder_alsoAfterARestart() throws Exception {
        var seen = new ArrayList<Long>();
        try (var node = StoredNode.in(home);
                var client = TillClient.connect(home);
                var watch = client.watch("w", 0)) {
            for (int i = 0; i < 300; i++) {
                client.set("w", "f" + i % 3, new Value("" + i));
            }
            for (int i = 0; i < 300; i++) {
                var change = watch.next(Patience.LIMIT).orElseThrow();
                assertThat(change.value()).as("%s", node).contains(new Value("" + i));
                seen.add(change.revision());
            }
            assertThat(watch.next(Duration.ofMillis(50))).isEmpty();
        }
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        try (var node = StoredNode.in(home);
                var client = TillClient.connect(home)) {
            client.write(List.of(Change.delete("w", "f0")), Spread.LOCAL, Patience.LIMIT);
            try (var watch = client.watch("w", seen.get(299))) {
                assertThat(watch.next().value()).as("%s", node).isEmpty();
            }
        }
    }

    @Test
    void importOfOldRecords_neverOverrulesWhatIsNewer() throws IOException {
        try (var node = StoredNode.in(home)) {
            var till = new Till(home);
            till.run("set", "a", "f", "new");
            var lines = Files.writeString(files.resolve("lines"), """
                    {"entity":"a","field":"f","value":"old","timestamp":"2020-01-01T00:00:00Z"}
                    {"entity":"a","field":"g","value":"old","timestamp":"2020-01-01T00:00:00Z"}
                    """);

            var imported = till.run("import", lines.toString(), "--json");

            assertThat(imported.out()).as("%s %s", node, imported.err()).contains("\"applied\":1,\"older\":1,");
            assertThat(till.run("get", "a", "f").out()).isEqualTo("new\n");
            assertThat(till.run("get", "a", "g", "--json").out()).contains("\"timestamp\":\"2020-01-01T00:00:00");
        }
    }
}

package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.register.Value;
import dev.till.testkit.process.Json;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values come back byte for byte, whatever they went through. */
class ValuesIT {

    private static final String RAW = "tab\tline\nrecord\u001eunit\u001fGrüße 漢字 🚀 \"quoted\" \\ back";
    private static final Map<String, String> VALUES = new TreeMap<>(Map.of(
            "unicode", "\"Grüße, 漢字, 🚀, e\\u0301, \\ud83d\\ude80\"",
            "separators", "\"a\\u001eb\\u001fc\\u0000d\"",
            "newlines", "\"one\\ntwo\\r\\nthree\\u2028four\"",
            "nested", "{\"b\":[1,{\"a\":null,\"z\":\"\\\"[{\"}],\"a\":{\"\":true},\"b2\":[]}",
            "mebibyte", "\"" + "x".repeat((1 << 20) - 5) + "\\n🚀\"",
            "integer", "9007199254740993",
            "longer", "123456789012345678901234567890123456789",
            "decimal", "1.0",
            "tiny", "-0.00000000000000000000000000000012300",
            "exponent", "1E+400"));

    @TempDir
    Path directory;

    @Test
    void everyValue_survivesEveryPath() throws Exception {
        try (var fleet = ProcessFleet.onLoopback(directory, 2, "--no-mdns").start()) {
            var writer = fleet.node(0);
            var reader = fleet.node(1);

            writer.program("apply", "-").reading(lines()).run().orThrow();
            writer.till("set", "values/raw", "field", RAW, "--string").orThrow();
            fleet.awaitEqual();

            assertExact(writer);
            assertExact(reader);
            assertPrintedExactly(reader);

            writer.stop();
            writer.start();
            assertExact(writer);

            reader.till("compact").orThrow();
            reader.crash();
            reader.start();
            assertExact(reader);

            for (var format : new String[] {"jsonl", "usv"}) {
                assertImportedExactly(reader, format);
            }
        }
    }

    private void assertImportedExactly(TillProcess from, String format) throws Exception {
        var out = directory.resolve("export." + format);
        Files.writeString(
                out, from.till("export", "--format", format, "values").orThrow().out());
        try (var alone = TillProcess.at(directory.resolve(format), "--port", "0", "--no-discovery")
                .start()) {
            alone.till("import", out.toString()).orThrow();
            assertExact(alone);
        }
    }

    private static void assertExact(TillProcess node) {
        VALUES.forEach(
                (name, value) -> assertThat(node.get("values/" + name, "field").map(Value::json))
                        .as(name + " on " + node)
                        .contains(value));
        assertThat(Json.of(node.get("values/raw", "field").orElseThrow().json()).asText())
                .isEqualTo(RAW);
    }

    private static void assertPrintedExactly(TillProcess node) {
        VALUES.forEach((name, value) -> assertThat(node.till("get", "values/" + name, "field", "--json")
                        .orThrow()
                        .out())
                .as(name + " on " + node)
                .contains("\"value\":" + value + ","));
        assertThat(node.json("get", "values/raw", "field").path("value").asText())
                .isEqualTo(RAW);
    }

    private static String lines() {
        return VALUES.entrySet().stream()
                .map(value -> "{\"entity\":\"values/" + value.getKey() + "\",\"field\":\"field\",\"value\":"
                        + value.getValue() + "}\n")
                .collect(Collectors.joining());
    }
}

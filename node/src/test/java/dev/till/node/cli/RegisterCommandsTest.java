package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.api.MemoryNode;
import dev.till.node.api.WithMemoryNode;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterCommandsTest extends WithMemoryNode {
    private Till till;

    @BeforeEach
    void start() {
        till = new Till(home);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "alice              | alice              | \"alice\"",
                "22                 | 22                 | 22",
                "9007199254740993.0 | 9007199254740993.0 | 9007199254740993.0",
                "-5                 | -5                 | -5",
                "true               | true               | true",
                "null               | null               | null",
                "{ \"a\": [1, 2] }  | {\"a\":[1,2]}      | {\"a\":[1,2]}",
                "\"quoted\"         | quoted             | \"quoted\"",
                "{broken            | {broken            | \"{broken\"",
                "@nofile            | @nofile            | \"@nofile\"",
                "${user.home}       | ${user.home}       | \"${user.home}\"",
                "``                 | ``                 | \"\""
            })
    void value_isJsonWhereItParses_elseAString(String given, String shown, String json) {
        assertThat(till.run("set", "a", "f", given == null ? "" : given).status())
                .isZero();

        assertThat(till.run("get", "a", "f").out()).isEqualTo((shown == null ? "" : shown) + "\n");
        assertThat(till.run("get", "a", "f", "--json").out()).contains("\"value\":" + json + ",");
    }

    @Test
    void stringOption_forcesAString() {
        till.run("set", "a", "f", "42", "--string");

        assertThat(till.run("get", "a", "f", "--json").out()).contains("\"value\":\"42\"");
    }

    @Test
    void getJson_hasItsKeys() {
        till.run("set", "hosts/m2", "port", "22");

        assertThat(till.run("get", "hosts/m2", "port", "--json").out())
                .isEqualTo("{\"entity\":\"hosts/m2\",\"field\":\"port\",\"value\":22,"
                        + "\"timestamp\":\"2026-01-02T03:04:05.000000000Z\",\"device\":\"" + MemoryNode.SELF
                        + "\",\"revision\":1}\n");
    }

    @Test
    void severalFields_areSetTogether() {
        assertThat(till.run("set", "hosts/m2", "user", "alice", "port", "22").err())
                .isEqualTo("set 2 at revision 2\n");

        assertThat(till.run("get", "hosts/m2").out()).isEqualTo("port\t22\nuser\t\"alice\"\n");
        assertThat(till.run("get", "hosts/m2", "--json").out())
                .startsWith("{\"entity\":\"hosts/m2\",\"fields\":{\"port\":{\"value\":22,\"timestamp\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "é \uD83D\uDE00", "\u001e\u001f\u0000", "a\nb\r\n\n", "\"", "\\u0041"})
    void stringFromAFile_comesBackByteByByte(String text) throws IOException {
        var file = Files.writeString(home.resolve("value"), text);

        till.run("set", "a", "f", "--string", "--from-file", file.toString());

        assertThat(till.run("get", "a", "f", "--no-newline").out()).isEqualTo(text);
        till.runWith(text, "set", "a", "g", "--string", "--from-file", "-");
        assertThat(till.run("get", "a", "g", "-n").out()).isEqualTo(text);
    }

    @Test
    void valueOfOneMebibyte_passes_andOneByteMoreIsRefused() throws IOException {
        var file = Files.writeString(home.resolve("value"), "\u0001".repeat(Value.MAX_BYTES));
        assertThat(till.run("set", "a", "f", "--from-file", file.toString()).status())
                .isZero();
        assertThat(till.run("get", "a", "f", "-n").out()).hasSize(Value.MAX_BYTES);

        Files.writeString(file, "x".repeat(Value.MAX_BYTES + 1));
        var refused = till.run("set", "a", "f", "--from-file", file.toString());

        assertThat(refused.status()).isEqualTo(ExitStatus.BAD_USAGE);
        assertThat(refused.err())
                .isEqualTo("till: value: 1048577 bytes (expected: at most 1048576 bytes, which is 1 MiB)\n");
        assertThat(till.run("get", "a", "f", "-n").out()).startsWith("\u0001");
    }

    @Test
    void deletedField_isAbsent() {
        till.run("set", "a", "f", "1", "g", "2");

        assertThat(till.run("delete", "a", "f").status()).isZero();

        assertThat(till.run("get", "a", "f").status()).isEqualTo(ExitStatus.NO_SUCH_THING);
        assertThat(till.run("delete", "a", "f").err()).isEqualTo("till: no such register: a f\n");
        assertThat(till.run("delete", "a").err()).isEqualTo("deleted 1\n");
        assertThat(till.run("get", "a").err()).isEqualTo("till: no such entity: a\n");
    }

    @Test
    void list_showsEntitiesOrTheFieldsOfOne() {
        till.run("set", "hosts/m2", "user", "a");
        till.run("set", "hosts/m2/disk", "size", "1");
        till.run("set", "companies/x", "name", "X");
        till.run("set", "till/policy", "notes", "siblings");

        assertThat(till.run("list").out()).isEqualTo("companies/x\nhosts/m2\nhosts/m2/disk\n");
        assertThat(till.run("list", "hosts").out()).isEqualTo("hosts/m2\nhosts/m2/disk\n");
        assertThat(till.run("list", "hosts/m2").out()).isEqualTo("user\t\"a\"\n");
        assertThat(till.run("list", "hosts/m2/").out()).isEqualTo("hosts/m2/disk\n");
        assertThat(till.run("list", "till").out()).isEqualTo("till/policy\n");
        assertThat(till.run("list", "nothing").out()).isEmpty();
        assertThat(till.run("list", "hosts", "--json").out())
                .isEqualTo(
                        "[\n{\"entity\":\"hosts/m2\",\"fields\":1},\n{\"entity\":\"hosts/m2/disk\",\"fields\":1}\n]\n");
        assertThat(till.run("list", "nothing", "--json").out()).isEqualTo("[]\n");
    }

    @Test
    void history_isOldestFirst() {
        till.run("set", "a", "f", "1");
        till.run("set", "a", "f", "2");

        var lines = till.run("history", "a", "f", "--json").out().lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("\"value\":1,").endsWith("\"seq\":1,\"revision\":1}");
        assertThat(lines.get(1)).contains("\"value\":2,");
        assertThat(till.run("history", "a").out()).startsWith("1\t2026-01-02T03:04:05.000000000Z\t00000000\ta\tf\t1\n");
    }

    @Test
    void watchSince_tellsWhatCameAfter() {
        till.run("set", "a", "f", "1");
        till.run("set", "a", "f", "2");
        var ran = CompletableFuture.supplyAsync(() -> till.run("watch", "--since", "1", "--json"));

        await().until(() -> {
            node.close();
            return true;
        });

        assertThat(ran.join().status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.join().err()).startsWith("till: the node went down");
    }

    @Test
    void conflict_isListedUntilResolved() {
        till.run("set", "till/policy", "notes", "siblings");
        till.run("set", "notes/a", "text", "ours");
        node.receiveFromPeer("notes/a", "text", new Value("\"theirs\""));

        var listed = JsonMembers.elements(till.run("conflicts", "--json").out());
        assertThat(listed).hasSize(1);
        assertThat(JsonMembers.parse(listed.get(0)).list("versions")).hasSize(2);
        assertThat(till.run("conflicts").out()).startsWith("notes/a text\n  2020-09-13T12:26:40.000000000Z  ");

        assertThat(till.run("resolve", "notes/a", "text", "--value", "both").status())
                .isZero();
        assertThat(till.run("conflicts", "--json").out()).isEqualTo("[]\n");
        assertThat(till.run("get", "notes/a", "text").out()).isEqualTo("both\n");
        assertThat(till.run("resolve", "notes/a", "text", "--pick", "pi").status())
                .isEqualTo(ExitStatus.NO_SUCH_THING);
    }

    @Test
    void apply_countsAndReportsTheFirstBadLine() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            lines.append("{\"entity\":\"e/")
                    .append(i % 50)
                    .append("\",\"field\":\"f\",\"value\":")
                    .append(i)
                    .append("}\n");
        }
        var applied = till.runWith(lines.toString(), "apply", "-", "--json");
        assertThat(applied.out()).startsWith("{\"lines\":5000,\"written\":5000,\"skipped\":0,\"seconds\":");
        assertThat(applied.out()).contains("\"per_second\":");

        var file = Files.writeString(home.resolve("bad"), lines + "{\"entity\":\"e\",\"field\":\n" + lines);
        var bad = till.run("apply", file.toString());
        assertThat(bad.status()).as(bad.err()).isEqualTo(ExitStatus.PARTLY_DONE);
        assertThat(bad.err())
                .startsWith(
                        "till: line 5001: JSON: the end at 22 (expected: a JSON value); 5000 written and 0 skipped");
    }

    @Test
    void applyOfNoUtf8_saysWhichLine() throws IOException {
        var file = home.resolve("bytes");
        Files.write(
                file,
                "{\"entity\":\"e\",\"field\":\"f\",\"value\":\"\u00ff\"}\n".getBytes(StandardCharsets.ISO_8859_1));

        var ran = till.run("apply", file.toString());

        assertThat(ran.status()).isEqualTo(ExitStatus.BAD_USAGE);
        assertThat(ran.err()).startsWith("till: line 1: bytes that are no UTF-8 (expected: UTF-8)");
    }

    @Test
    void fullDisk_isSaidAndNothingIsWritten() {
        node.breakDown("the disk of the home is full: free some space and repeat");

        var ran = till.run("set", "a", "f", "1");

        assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(ran.err()).isEqualTo("till: the disk of the home is full: free some space and repeat\n");
    }

    @Test
    void waitForAllWithASleeper_isPartlyDone() {
        var ran = till.run("set", "a", "f", "1", "--wait", "all", "--timeout", "100ms");

        assertThat(ran.status()).isEqualTo(ExitStatus.PARTLY_DONE);
        assertThat(ran.err()).contains("missing: pi");
        assertThat(till.run("get", "a", "f").status()).isZero();
    }

    @Test
    void compact_reports() {
        assertThat(till.run("compact", "--json").out())
                .isEqualTo("{\"folded\":0,\"segments_removed\":0,\"segments\":1,\"bytes\":0}\n");
    }
}

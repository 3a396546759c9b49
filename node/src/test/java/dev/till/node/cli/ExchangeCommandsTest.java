package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.api.MemoryNode;
import dev.till.node.api.WithMemoryNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeCommandsTest extends WithMemoryNode {
    private static final String US = "\u001f";
    private static final String RS = "\u001e";

    @TempDir
    Path files;

    private Till till;

    @BeforeEach
    void start() {
        till = new Till(home);
    }

    @Test
    void logs_areReadRecordByRecord() throws IOException {
        var log = Files.writeString(
                files.resolve("whatever"),
                record("2025-01-01T00:00:00Z", "n", "apple-inc", "name", "Apple", "")
                        + record("2025-01-01T02:00:00+01:00", "n", "c", "companies/apple-inc", "tags", "[\"a\"]", "")
                        + record("2025-01-01T00:00:00Z", "n", "c", "e", "companies/apple-inc", "empty", "", "")
                        + record("2025-01-01T00:00:00Z", "n", "apple-inc", "name", "Apple", "")
                        + record("H", "n")
                        + record("no time", "n", "apple-inc", "name", "x", "")
                        + "2025-01-01T00:00:00Z" + US + "torn");

        var dry = till.run("import", log.toString(), "--dry-run", "--json");
        assertThat(dry.out()).contains("\"dry_run\":true,\"files\":1,\"records\":4,\"applied\":4,\"older\":0");
        assertThat(till.run("list").out()).isEmpty();

        var ran = till.run("import", log.toString(), "--json");

        assertThat(ran.status()).isEqualTo(ExitStatus.PARTLY_DONE);
        assertThat(ran.out())
                .isEqualTo("{\"dry_run\":false,\"files\":1,\"records\":4,\"applied\":3,\"older\":1,\"control\":1,"
                        + "\"hosts\":0,\"bad\":1,\"torn\":1}\n");
        assertThat(ran.err()).contains("bad: " + log + " at byte ", log + " at byte ");
        assertThat(till.run("get", "companies/apple-inc", "tags", "--json").out())
                .contains("\"value\":[\"a\"],\"timestamp\":\"2025-01-01T01:00:00.000000000Z\"");
        assertThat(till.run("get", "companies/apple-inc", "empty").out()).isEqualTo("\n");
        assertThat(till.run("import", log.toString()).out())
                .startsWith("imported from 1 files: 4 records, 0 applied, 4 older or known");
    }

    @Test
    void directories_areImportedByWhatTheirFilesHold() throws IOException {
        var apple = Files.createDirectories(files.resolve("companies/apple-inc"));
        Files.writeString(apple.resolve("_index.md"), "---\nname: Apple\nzip: 01234\n---\n\nMakes phones.\n");
        Files.writeString(apple.resolve("tags.lst"), "phones\nfruit\n");
        Files.writeString(
                files.resolve("hosts.json"),
                "{\"local_hostname\":\"x\",\"hosts\":{\"m2\":{\"user\":\"a\",\"host\":\"b\",\"odd\":[1]}}}");
        Files.writeString(files.resolve("lines"), "{\"entity\":\"a\",\"field\":\"f\",\"value\":1}\n{\"entity\":\n");
        Files.writeString(files.resolve("README"), "not ours");

        var ran = till.run("import", files.toString(), "--json");

        assertThat(ran.status()).as(ran.err()).isEqualTo(ExitStatus.PARTLY_DONE);
        assertThat(ran.out()).contains("\"files\":3,", "\"hosts\":1,", "\"bad\":1,");
        assertThat(ran.err()).contains("lines line 2: JSON: the end");
        assertThat(till.run("get", "companies/apple-inc", "zip").out()).isEqualTo("01234\n");
        assertThat(till.run("get", "companies/apple-inc", "description").out()).isEqualTo("Makes phones.\n");
        assertThat(till.run("get", "companies/apple-inc", "tags").out()).isEqualTo("[\"fruit\",\"phones\"]\n");
        assertThat(till.run("host", "show", "m2").out()).contains("odd\t[1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usv", "jsonl"})
    void exported_importsIntoAnEmptyFleetToTheSameState(String format) throws IOException {
        fill();
        var to = files.resolve("out");

        assertThat(till.run("export", "--format", format, "--to", to.toString()).status())
                .isZero();

        var other = Files.createDirectories(home.resolve("other"));
        try (var second = MemoryNode.alone(other)) {
            var copy = new Till(other);
            assertThat(copy.run("import", to.toString()).status())
                    .as("%s", second.socket())
                    .isZero();
            assertThat(copy.run("export", "--format", "jsonl").out().replaceAll("\"seq\":\\d+", ""))
                    .isEqualTo(till.run("export", "--format", "jsonl").out().replaceAll("\"seq\":\\d+", ""));
            assertThat(copy.run("get", "odd", "text", "-n").out()).isEqualTo("a\u001e\u001f\n\uD83D\uDE00");
        }
    }

    @Test
    void companies_goOutAsATreeAndComeBack() throws IOException {
        till.run("set", "companies/x", "name", "X", "description", "Some text.", "tags", "[\"a\",\"b\"]", "n", "1.50");
        var to = files.resolve("tree");

        assertThat(till.run("export", "--format", "index-md", "--to", to.toString(), "--json")
                        .out())
                .isEqualTo("{\"format\":\"index-md\",\"written\":1,\"files\":2}\n");

        var before = till.run("get", "companies/x").out();
        till.run("delete", "companies/x");
        var other = Files.createDirectories(home.resolve("other"));
        try (var second = MemoryNode.alone(other)) {
            var copy = new Till(other);
            copy.run("import", to.toString());
            assertThat(copy.run("get", "companies/x").out())
                    .as("%s", second.socket())
                    .isEqualTo(before);
        }
    }

    @Test
    void hosts_goOutAsADocument() {
        till.run("host", "add", "m2", "a@b", "--group", "g");

        assertThat(till.run("export", "--format", "hosts-local").out())
                .startsWith("{\n  \"local_hostname\": \"m4-host\",\n  \"hosts\": {\n    \"m2\": {")
                .endsWith("  \"updated\": \"1767323045\"\n}\n");
    }

    @Test
    void whatIsNotKnown_isRefused() throws IOException {
        var odd = Files.writeString(files.resolve("odd"), "just text");

        assertThat(till.run("import", odd.toString()).status()).isEqualTo(ExitStatus.FAILED);
        assertThat(till.run("import", odd.toString()).err())
                .startsWith("till: " + odd + ": not known what it is (expected: ");
        assertThat(till.run("import", files.resolve("gone").toString()).status())
                .isEqualTo(ExitStatus.NO_SUCH_THING);
        assertThat(till.run("import", files.toString()).err()).startsWith("till: nothing to import in ");
        assertThat(till.run("export", "--format", "index-md").err()).startsWith("till: --to: missing");
        assertThat(till.run("export", "--format", "xml").status()).isEqualTo(ExitStatus.BAD_USAGE);
    }

    private void fill() throws IOException {
        till.run("set", "a", "number", "9007199254740993.10", "text", "plain", "list", "[1, {\"x\": null}]");
        till.run("set", "a", "gone", "1");
        till.run("delete", "a", "gone");
        till.run("set", "odd", "json-like", "[not json", "--string");
        var file = Files.writeString(files.resolve("odd.txt"), "a\u001e\u001f\n\uD83D\uDE00");
        till.run("set", "odd", "text", "--from-file", file.toString());
        Files.delete(file);
    }

    private static String record(String... fields) {
        return String.join(US, fields) + RS;
    }
}

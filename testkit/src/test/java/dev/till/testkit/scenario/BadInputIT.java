package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.process.Outcome;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node refuses: each with a message, an exit status, and nothing changed. */
class BadInputIT {

    private static final int FAILED = 1;
    private static final int BAD_USAGE = 2;
    private static final int NO_SUCH_THING = 3;
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    static Path directory;

    private static TillProcess node;
    private static String before;

    @BeforeAll
    static void open() {
        node = TillProcess.at(
                        directory.resolve("n"),
                        "--name",
                        "n",
                        "--port",
                        "0",
                        "--no-discovery",
                        "--set=heartbeat-interval=0s")
                .start();
        node.till("set", "notes/kept", "text", "as it was").orThrow();
        before = everything();
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @AfterEach
    void nothingChanged() {
        assertThat(everything()).isEqualTo(before);
    }

    static List<Arguments> commands() {
        return List.of(
                refused(BAD_USAGE, "..", "set", "notes/../kept", "text", "x"),
                refused(BAD_USAGE, "empty", "set", "notes//kept", "text", "x"),
                refused(BAD_USAGE, "empty", "set", "/notes", "text", "x"),
                refused(BAD_USAGE, "control", "set", "notes/a\u0007b", "text", "x"),
                refused(BAD_USAGE, "control", "set", "notes/kept", "te\nxt", "x"),
                refused(BAD_USAGE, "", "set", "notes/kept", "text"),
                refused(BAD_USAGE, "JSON", "set", "notes/kept", "text", "{\"a\":", "--json-value"),
                refused(BAD_USAGE, "frobnicate", "frobnicate"),
                refused(NO_SUCH_THING, "nowhere", "host", "show", "nowhere"),
                refused(NO_SUCH_THING, "nowhere", "host", "remove", "nowhere"),
                refused(NO_SUCH_THING, "", "get", "notes/none", "text"),
                refused(NO_SUCH_THING, "", "delete", "notes/none", "text"),
                refused(NO_SUCH_THING, "/nonexistent", "import", "/nonexistent/file.usv"));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_saysWhatWasWrong(int status, String mentioned, String... command) {
        expect(node.till(command), status, mentioned);
    }

    @Test
    void valueOverOneMebibyte_isRefusedWithItsSize() {
        var line = "{\"entity\":\"notes/big\",\"field\":\"text\",\"value\":\"" + "x".repeat(MEBIBYTE + 1) + "\"}\n";

        expect(node.program("apply", "-").reading(line).run(), BAD_USAGE, Integer.toString(MEBIBYTE + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"entity\":\"notes/cut\",\"field\":\"te",
                "{\"entity\":\"notes/cut\"}\n",
                "nonsense\n",
                "{\"entity\":\"a/../b\",\"field\":\"f\",\"value\":1}\n"
            })
    void badLineToApply_isRefusedWithItsNumber(String line) {
        expect(node.program("apply", "-").reading(line).run(), BAD_USAGE, "line 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"hosts\":{\"m2\":{\"user\":\"u\"",
                "{\"hosts\":{\"-bad\":{\"user\":\"u\",\"host\":\"h\",\"port\":22}}}",
                "[]"
            })
    void badDocumentToMerge_isRefusedWhole(String document) {
        var outcome = node.program("host", "merge").reading(document).run();

        assertThat(outcome.status()).as(outcome.toString()).isIn(FAILED, BAD_USAGE);
        assertThat(outcome.err()).isNotBlank();
    }

    @Test
    void secondNodeOnTheSameHome_saysSo() {
        expect(
                node.till("up", "--port", "0", "--no-discovery"),
                FAILED,
                node.home().toString());
    }

    @Test
    void portInUse_isNamed() {
        var port = node.ready().address().replaceFirst(".*:", "");
        var other = TillProcess.at(directory.resolve("other"), "--port", port, "--no-discovery");

        expect(other.till("up", "--port", port, "--no-discovery"), FAILED, port);
    }

    @Test
    void homeThatIsAFile_isNamed() throws IOException {
        var file = Files.writeString(directory.resolve("file"), "not a directory");

        expect(TillProcess.at(file).till("up", "--no-discovery"), FAILED, file.toString());
        assertThat(file).hasContent("not a directory");
    }

    @Test
    void commandWithoutANode_saysHowToStartOne() {
        expect(TillProcess.at(directory.resolve("nobody")).till("get", "a", "b"), 4, "till up");
    }

    private static Arguments refused(int status, String mentioned, String... command) {
        return Arguments.of(status, mentioned, command);
    }

    private static void expect(Outcome outcome, int status, String mentioned) {
        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(status);
        assertThat(outcome.err()).isNotBlank().contains(mentioned).doesNotContain("\tat ");
    }

    private static String everything() {
        var status = node.status();
        return status.raw("head").orElseThrow() + status.raw("registers").orElseThrow();
    }
}

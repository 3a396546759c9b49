package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Root;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.Item;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs of one device that another one follows. */
class LogsTest {
    private static final String BEGINNING = "first\nsecond\n";
    private static final String REST = "third\nfourth\n";

    @TempDir
    private Path directory;

    private TestDevice a;
    private TestDevice b;

    @BeforeEach
    void open() throws Exception {
        var devices = TestDevice.fleet(directory, "", "a", "b");
        a = devices.get(0);
        b = devices.get(1);
        a.keepLogs();
        b.keepLogs();
        b.reach(a);
        a.write("log", BEGINNING);
        bring();
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
    }

    @Test
    void logThatGrows_growsWhereItIs() throws Exception {
        var before = Stat.of(b.root.resolve("log"));
        grow(a, REST + "torn");

        bring();

        assertThat(b.read("log")).contains(BEGINNING + REST);
        var after = Stat.of(b.root.resolve("log"));
        assertThat(after.inode()).isEqualTo(before.inode());
        // As fine as Java sets times by way of handles.
        assertThat(after.modified().truncatedTo(ChronoUnit.MICROS))
                .isEqualTo(Stat.of(a.root.resolve("log")).modified().truncatedTo(ChronoUnit.MICROS));
        assertThat(staged()).isEmpty();
        assertThat(b.problems()).isEmpty();
        assertThat(b.actions()).isEmpty();
    }

    @Test
    void growthThatWasBrokenOff_isDoneOver() throws Exception {
        grow(a, REST);
        noteRest();
        grow(b, REST.substring(0, 7));

        bring();

        assertThat(b.read("log")).contains(BEGINNING + REST);
        assertThat(staged()).isEmpty();
        assertThat(b.problems()).isEmpty();
        assertThat(b.actions()).isEmpty();
    }

    @Test
    void growthThatWasNoted_andNotBegun_isDone() throws Exception {
        grow(a, REST);
        noteRest();

        bring();

        assertThat(b.read("log")).contains(BEGINNING + REST);
        assertThat(b.problems()).isEmpty();
    }

    @Test
    void growthThatWasDone_andNotAgreedUpon_isAgreedUpon() throws Exception {
        grow(a, REST);
        var rest = noteRest();
        assertThat(new Growth(new Root(b.root)).append(rest)).isTrue();

        bring();

        assertThat(b.read("log")).contains(BEGINNING + REST);
        assertThat(b.problems()).isEmpty();
        assertThat(b.actions()).isEmpty();
    }

    @Test
    void logThatSomebodyElseWroteTo_isLeftAsItIs() throws Exception {
        grow(a, REST);
        noteRest();
        grow(b, "mine\n");

        bring();

        assertThat(b.read("log")).contains(BEGINNING + "mine\n");
        assertThat(b.problems()).singleElement().asString().contains("was changed here; both are kept apart");
        assertThat(staged()).isEmpty();
    }

    @Test
    void linkInPlaceOfALog_isNotWrittenThrough() throws Exception {
        var elsewhere = Files.writeString(directory.resolve("elsewhere"), BEGINNING);
        grow(a, REST);
        noteRest();
        Files.delete(b.root.resolve("log"));
        Files.createSymbolicLink(b.root.resolve("log"), elsewhere);

        bring();

        assertThat(elsewhere).hasContent(BEGINNING);
    }

    @Test
    void noteThatWasTornOff_isForgotten() throws Exception {
        Files.writeString(b.root.resolve(".till/stage/f7"), REST);
        Files.writeString(b.root.resolve(".till/stage/f7.append"), "0123");

        bring();

        assertThat(b.read("log")).contains(BEGINNING);
        assertThat(staged()).isEmpty();
    }

    @Test
    void logWhoseBeginningIsRewritten_isKeptApart() throws Exception {
        a.write("log", BEGINNING.replace('f', 'F') + REST);

        bring();

        assertThat(b.read("log")).contains(BEGINNING);
        assertThat(a.problems()).singleElement().asString().contains("the beginning of the log was rewritten");
    }

    private void bring() throws Exception {
        a.round();
        b.meet(a);
        b.round();
        a.meet(b);
    }

    private static void grow(TestDevice device, String by) throws IOException {
        Files.writeString(device.root.resolve("log"), by, StandardOpenOption.APPEND);
    }

    /** As a round leaves it that is about to append. */
    private Growth.Rest noteRest() throws IOException {
        var file = Files.writeString(b.root.resolve(".till/stage/f1"), REST);
        var whole = (BEGINNING + REST).getBytes(StandardCharsets.UTF_8);
        var digest = ContentHash.of(Hasher.sha256().digest(whole));
        var stat = Stat.of(a.root.resolve("log"));
        var rest = new Growth.Rest(
                file, TestDevice.path("log"), new Item.Regular(digest, whole.length, stat.mode(), stat.modified()));
        new Growth(new Root(b.root)).note(rest);
        return rest;
    }

    private List<String> staged() throws IOException {
        try (var files = Files.list(b.root.resolve(".till/stage"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}

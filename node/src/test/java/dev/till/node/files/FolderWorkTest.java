package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Folder;
import dev.till.node.message.Assignment;
import dev.till.node.message.FilesTask.Keep;
import dev.till.node.trust.Fleets;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds of up to three devices that exchange contents over real TLS and registers when a test says so. */
class FolderWorkTest {
    private static final int LARGE = 3 << 20;

    @TempDir
    private Path directory;

    private Duration later = Duration.ZERO;
    private TestDevice a;
    private TestDevice b;
    private TestDevice c;

    @BeforeEach
    void open() throws IOException {
        InstantSource clock = () -> InstantSource.system().instant().plus(later);
        var fleet = Fleets.of(directory, InstantSource.system(), List.of("a", "b", "c"));
        a = new TestDevice(directory, fleet.get(0), clock, "");
        b = new TestDevice(directory, fleet.get(1), clock, "");
        c = new TestDevice(directory, fleet.get(2), clock, "");
        a.reach(b);
        b.reach(a);
        c.reach(b);
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
        c.close();
    }

    @Test
    void largeFileThatWasOnlyAdjustedOrMoved_isStillGivenToOthers() throws Exception {
        var content = new byte[LARGE];
        new Random(7).nextBytes(content);
        Files.write(a.root.resolve("adjusted"), content);
        content[0]++;
        Files.write(a.root.resolve("moved"), content);
        settle();
        Files.setPosixFilePermissions(a.root.resolve("adjusted"), PosixFilePermissions.fromString("rwx------"));
        Files.move(a.root.resolve("moved"), a.root.resolve("there"));
        settle();

        b.meet(c);
        var round = c.round();

        assertThat(round.outcome().undone()).isEmpty();
        assertThat(c.root.resolve("there")).hasBinaryContent(content);
        assertThat(Files.size(c.root.resolve("adjusted"))).isEqualTo(LARGE);
        for (String path : List.of("adjusted", "there")) {
            assertThat(b.work.agreed().chunks(TestDevice.path(path)))
                    .as("%s is still cut, so that an edit of it costs little", path)
                    .isNotEmpty();
        }
    }

    @Test
    void contentThatHasGrownElsewhere_doesNotStopTheRound() throws Exception {
        var other = new FolderName("other");
        var elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        var hash = new dev.till.node.files.scan.Hasher()
                .read(Files.writeString(elsewhere.resolve("x"), "content"), Long.MAX_VALUE)
                .hash();
        b.database.put(new Folder(other, elsewhere, SyncMode.TWO_WAY, "", false));
        var item = new Item.Regular(hash, 7, 0644, Instant.EPOCH);
        new Agreed(b.database, other)
                .write(List.of(new Agreed.Change(
                        TestDevice.path("x"),
                        version(item, "b", 1),
                        FileRecord.write(version(item, "b", 1)).json(),
                        java.util.Optional.of(dev.till.node.files.scan.Stat.of(elsewhere.resolve("x"))),
                        List.of())));
        Files.writeString(elsewhere.resolve("x"), "content, and more of it");
        a.write("x", "content");

        settle();

        assertThat(b.read("x")).contains("content");
    }

    @Test
    void whatLiesBehindALink_isNotThere() throws Exception {
        a.write("d/x", "inside");
        settle();
        var outside = directory.resolve("outside");
        Files.move(a.root.resolve("d"), outside);
        Files.createSymbolicLink(a.root.resolve("d"), outside);
        Files.writeString(outside.resolve("x"), "outside, and private");

        a.work.round(List.of(TestDevice.path("d/x")));
        settle();

        assertThat(b.registers
                        .get(FileRecord.key(TestDevice.NOTES, TestDevice.path("d/x")))
                        .register()
                        .toString())
                .contains("deleted");
        assertThat(b.root.resolve("d")).isSymbolicLink();
    }

    @Test
    void keepingBothTwice_keepsTheCopyOfTheFirstTime() throws Exception {
        for (String time : List.of("first", "second")) {
            a.write("may.md", time + " by a");
            b.write("may.md", time + " by b");
            settle();
            assertThat(a.conflicts()).hasSize(1);
            a.resolve("may.md", Keep.BOTH);
            settle();
        }

        assertThat(b.read("may.md")).contains("second by a");
        assertThat(b.read("may.conflict-b.md")).contains("first by b");
        assertThat(b.read("may.conflict-b-2.md")).contains("second by b");
        assertThat(a.conflicts()).isEmpty();
    }

    @Test
    void keepingBoth_onTheDeviceWhoseVersionLoses_keepsItToo() throws Exception {
        a.write("may.md", "by a");
        b.write("may.md", "by b");
        settle();

        b.resolve("may.md", Keep.BOTH);
        settle();

        assertThat(a.read("may.md")).contains("by a");
        assertThat(a.read("may.conflict-b.md")).contains("by b");
        assertThat(b.read("may.conflict-b.md")).contains("by b");
    }

    @Test
    void keepingBoth_onADeviceThatHasNeither_keepsBothAndNothingOlder() throws Exception {
        c.reach(a);
        c.reach(b);
        a.write("may.md", "before");
        settle();
        a.meet(c);
        c.round();
        assertThat(c.read("may.md")).contains("before");
        a.write("may.md", "by a");
        b.write("may.md", "by b");
        settle();
        a.meet(c);
        b.meet(c);
        c.round();

        c.resolve("may.md", Keep.BOTH);

        assertThat(c.read("may.md")).contains("by a");
        assertThat(c.read("may.conflict-b.md")).contains("by b");
    }

    @Test
    void keepingBoth_ofThree_keepsAllOfThem() throws Exception {
        c.reach(a);
        c.reach(b);
        a.write("may.md", "by a");
        b.write("may.md", "by b");
        c.write("may.md", "by c");
        settle();
        c.round();
        a.meet(c);
        b.meet(c);
        c.round();

        c.resolve("may.md", Keep.BOTH);

        assertThat(c.read("may.md")).contains("by a");
        assertThat(c.read("may.conflict-b.md")).contains("by b");
        assertThat(c.read("may.conflict-c.md")).contains("by c");
    }

    @Test
    void fileThatChangedSinceThePlan_isLeftAlone() throws Exception {
        a.write("edited", "base");
        a.write("deleted", "base");
        settle();
        a.write("edited", "by a");
        Files.delete(a.root.resolve("deleted"));
        a.round();
        a.meet(b);
        var plan = b.work.plan();
        b.write("edited", "by b meanwhile");
        b.write("deleted", "still wanted");

        var round = b.work.apply(plan.findings(), 0);

        assertThat(round.outcome().undone()).hasSize(2);
        assertThat(b.read("edited")).contains("by b meanwhile");
        assertThat(b.read("deleted")).contains("still wanted");
        settle();
        assertThat(a.read("deleted")).contains("still wanted");
        assertThat(b.conflicts()).hasSize(1);
    }

    @Test
    void namesThatDifferInCaseOnly_areKeptApart_butMayBeRenamed() throws Exception {
        a.write("README", "first");
        a.write("Docs/x", "x");
        settle();
        b.write("readme", "second");
        b.write("docs/y", "y");
        settle();
        assertThat(b.problems()).anySatisfy(problem -> assertThat(problem).startsWith("readme: differs from README"));
        assertThat(b.problems()).anySatisfy(problem -> assertThat(problem).startsWith("docs/y: differs from Docs"));
        assertThat(a.read("readme")).isEmpty();
        assertThat(b.read("readme")).contains("second");

        Files.move(b.root.resolve("readme"), b.root.resolve("other"));
        Files.move(a.root.resolve("README"), a.root.resolve("Readme"));
        settle();

        assertThat(b.read("Readme")).contains("first");
        assertThat(b.read("README")).isEmpty();
        assertThat(a.read("other")).contains("second");
    }

    @Test
    void namesThatDifferInCaseOnly_createdOnTwoDevices_areNeverMixed() throws Exception {
        a.write("README", "of a");
        b.write("readme", "of b");

        settle();

        assertThat(a.read("README")).contains("of a");
        assertThat(b.read("readme")).contains("of b");
        assertThat(a.read("readme")).isEmpty();
        assertThat(b.read("README")).isEmpty();
        assertThat(a.problems()).hasSize(1);
        assertThat(b.problems()).hasSize(1);
    }

    @Test
    void moves_areToldAsOneThing_onBothDevices() throws Exception {
        a.write("one", "content");
        settle();
        Files.move(a.root.resolve("one"), a.root.resolve("two"));

        settle();

        for (TestDevice device : List.of(a, b)) {
            var note = device.work.diary().newest(1).get(0);
            assertThat(note.what()).isEqualTo("file_renamed");
            assertThat(note.path()).isEqualTo("two");
            assertThat(note.why()).contains("one");
            var name = new DeviceName(device.work.self());
            assertThat(device.registers
                            .get(RegisterKey.of("file-events/notes", name.value()))
                            .register()
                            .value()
                            .orElseThrow()
                            .json())
                    .contains("\"file_renamed\"")
                    .contains("\"old_path\":\"one\"")
                    .contains("\"new_path\":\"two\"");
        }
    }

    @Test
    void moveAgainstEdit_keepsBoth_andNobodyHasToDecide() throws Exception {
        a.write("f1", "base");
        settle();
        Files.move(a.root.resolve("f1"), a.root.resolve("g1"));
        b.write("f1", "of b");

        settle();

        for (TestDevice device : List.of(a, b)) {
            assertThat(device.read("f1")).contains("of b");
            assertThat(device.read("g1")).contains("base");
            assertThat(device.conflicts()).isEmpty();
        }
    }

    @Test
    void largeFileThatIsStillWritten_waits() throws Exception {
        Files.write(a.root.resolve("large"), new byte[LARGE]);
        var path = List.of(TestDevice.path("large"));

        var first = a.work.round(path);
        later = Duration.ofSeconds(2);
        var second = a.work.round(path);

        assertThat(first.outcome().done()).isZero();
        assertThat(first.outcome().undone()).hasSize(1);
        assertThat(second.outcome().done()).isEqualTo(1);
    }

    @Test
    void writerWhoStillHasTheReplacedFileOpen_findsItsWordsInTheTrash() throws Exception {
        a.write("x", "base");
        settle();
        try (var writer = Files.newBufferedWriter(b.root.resolve("x"), java.nio.file.StandardOpenOption.APPEND)) {
            a.write("x", "by a");
            settle();
            writer.write(", and words that came late");
        }

        assertThat(b.read("x")).contains("by a");
        var trashed = b.work.diary().newestTrashed(TestDevice.path("x")).orElseThrow();
        assertThat(b.root.resolve(".till/trash").resolve(trashed.file())).hasContent("base, and words that came late");
    }

    @Test
    void hostileRecords_areRefusedOneByOne_andTheRestGoesOn() throws Exception {
        var hash = new ContentHash(1, 2, 3, 4);
        a.write("good", "good");
        a.round();
        a.registers.write(List.of(
                record("huge", new Item.Regular(hash, 1L << 60, 0644, Instant.EPOCH), 1),
                record("old", new Item.Regular(hash, 5, 0644, Instant.MIN), 1),
                record("unknown", new Item.Regular(hash, 5, 0644, Instant.EPOCH), 1),
                record("surrogate", new Item.Link("\ud800"), 1),
                record("way", new Item.Link(directory.resolve("outside").toString()), 1),
                record("way/stolen", new Item.Regular(hash, 5, 0644, Instant.EPOCH), 1),
                record("counted", new Item.Directory(0755), 1L << 60),
                record(".till/folder", Item.Absent.NOTHING, 1),
                record("n".repeat(300), new Item.Directory(0755), 1),
                raw("nonsense", "{\"kind\":\"file\",\"size\":-1}"),
                raw("text", "\"text\"")));
        Files.createDirectory(directory.resolve("outside"));
        a.meet(b);

        var round = b.round();

        assertThat(b.read("good")).contains("good");
        assertThat(round.outcome().undone())
                .extracting(undone -> undone.path().value())
                .contains("huge", "unknown", "way/stolen");
        assertThat(directory.resolve("outside")).isEmptyDirectory();
        assertThat(b.root.resolve(".till/folder")).exists();
        assertThat(b.problems())
                .anySatisfy(problem -> assertThat(problem).startsWith("counted: "))
                .anySatisfy(problem -> assertThat(problem).startsWith("nonsense: "))
                .anySatisfy(problem -> assertThat(problem).startsWith("nnn"));
        assertThat(b.root.toFile().list()).containsExactlyInAnyOrder(".till", "good", "way");
    }

    @Test
    void planThatHadMore_goesOnBehindItsLastPath() throws Exception {
        a.write("a", "1");
        a.write("b", "2");

        var rest = a.work.planAfter(TestDevice.path("a"));

        assertThat(rest.actions()).extracting(finding -> finding.path().value()).containsExactly("b");
    }

    private static Assignment record(String path, Item item, long count) {
        return raw(path, FileRecord.write(version(item, "a", count)).json());
    }

    private static Assignment raw(String path, String json) {
        return Assignment.now(RegisterKey.of("files/notes/" + path, FileRecord.FIELD), new Value(json));
    }

    private static FileVersion version(Item item, String device, long count) {
        var name = new DeviceName(device);
        var counts = new java.util.TreeMap<DeviceName, Long>();
        counts.put(name, count);
        return new FileVersion(item, new FileClock(counts), name, Instant.EPOCH);
    }

    /** Both do all they can, and meet, until nothing is left. */
    private void settle() throws Exception {
        for (int i = 0; i < 6; i++) {
            a.round();
            a.meet(b);
            b.round();
            b.meet(a);
        }
    }
}

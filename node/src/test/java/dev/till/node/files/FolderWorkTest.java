package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Folder;
import dev.till.node.message.Assignment;
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
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a round gives to others, takes from them, and refuses. */
class FolderWorkTest extends ThreeDevices {
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
        var hash = new Hasher()
                .read(Files.writeString(elsewhere.resolve("x"), "content"), Long.MAX_VALUE)
                .hash();
        b.database.put(new Folder(other, elsewhere, SyncMode.TWO_WAY, "", false));
        var item = new Item.Regular(hash, 7, 0644, Instant.EPOCH);
        new Agreed(b.database, other)
                .write(List.of(new Agreed.Change(
                        TestDevice.path("x"),
                        version(item, "b", 1),
                        FileRecord.write(version(item, "b", 1)).json(),
                        Optional.of(Stat.of(elsewhere.resolve("x"))),
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
        var counts = new TreeMap<DeviceName, Long>();
        counts.put(name, count);
        return new FileVersion(item, new FileClock(counts), name, Instant.EPOCH);
    }
}

package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.process.Json;
import dev.till.testkit.process.ProcessFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders in step between two real nodes, by commands. */
class FilesIT {
    private static final int DONE = 0;
    private static final int BAD_USAGE = 2;
    private static final int NO_SUCH_THING = 3;
    private static final int CONFLICT = 6;

    @TempDir
    static Path directory;

    private static ProcessFleet fleet;

    @BeforeAll
    static void start() {
        fleet = ProcessFleet.onLoopback(directory, 2, "--no-mdns").start();
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @Test
    void everyKindOfChange_reachesTheOtherDevice() throws IOException {
        var folder = new SyncedFolders(fleet, directory, "changes");
        folder.write(0, "a.txt", "first");
        folder.write(0, "deep/er/b.txt", "nested");
        folder.write(0, "empty", "");
        folder.write(0, "größe ☃.txt", "names are not only ASCII");
        Files.write(folder.root(0).resolve("large.bin"), random(5 << 20));
        Files.createSymbolicLink(folder.root(0).resolve("link"), Path.of("deep/er/b.txt"));
        Files.createDirectory(folder.root(0).resolve("hollow"));
        folder.settle();
        folder.assertEqual();
        assertThat(Files.readSymbolicLink(folder.root(1).resolve("link"))).isEqualTo(Path.of("deep/er/b.txt"));

        folder.write(1, "a.txt", "second");
        folder.delete(1, "empty");
        Files.setPosixFilePermissions(
                folder.root(1).resolve("deep/er/b.txt"), PosixFilePermissions.fromString("rwx------"));
        Files.move(folder.root(1).resolve("large.bin"), folder.root(1).resolve("deep/moved.bin"));
        folder.delete(1, "link");
        folder.write(1, "link/now-a-directory", "x");
        folder.delete(1, "hollow");
        folder.write(1, "hollow", "now a file");
        folder.settle();

        folder.assertEqual();
        assertThat(folder.read(0, "a.txt")).isEqualTo("second");
        assertThat(folder.exists(0, "empty")).isFalse();
        assertThat(folder.till(0, "trash").orThrow().out()).contains("empty");
        assertThat(folder.till(0, "log").orThrow().out())
                .contains("file_synced")
                .contains("a.txt");
        assertThat(folder.till(0, "apply").orThrow().out()).contains("nothing to do");
    }

    @Test
    void concurrentEdits_areListedAndNothingIsOverwritten_untilSomebodyDecides() {
        var folder = new SyncedFolders(fleet, directory, "clash");
        for (String file : new String[] {"one.txt", "two.txt", "three.txt"}) {
            folder.write(0, file, "base");
        }
        folder.settle();
        for (String file : new String[] {"one.txt", "two.txt", "three.txt"}) {
            folder.write(0, file, "by the first");
            folder.write(1, file, "by the second");
        }

        folder.settle();

        assertThat(folder.read(0, "one.txt")).isEqualTo("by the first");
        assertThat(folder.read(1, "one.txt")).isEqualTo("by the second");
        for (int device = 0; device < 2; device++) {
            assertThat(folder.conflicts(device))
                    .hasSize(3)
                    .allSatisfy(conflict -> assertThat(conflict.get("versions")).hasSize(2));
        }

        assertThat(folder.till(0, "resolve", "nothing.txt", "--keep-local").status())
                .isEqualTo(NO_SUCH_THING);
        folder.till(0, "resolve", "one.txt", "--keep-local").orThrow();
        folder.till(0, "resolve", "two.txt", "--keep-remote").orThrow();
        folder.till(0, "resolve", "three.txt", "--keep-both").orThrow();
        folder.settle();

        folder.assertEqual();
        assertThat(folder.conflicts(0)).isEmpty();
        assertThat(folder.conflicts(1)).isEmpty();
        assertThat(folder.read(1, "one.txt")).isEqualTo("by the first");
        assertThat(folder.read(1, "two.txt")).isEqualTo("by the second");
        assertThat(folder.read(1, "three.txt")).isEqualTo("by the first");
        assertThat(folder.read(0, "three.conflict-n1.txt")).isEqualTo("by the second");
    }

    @Test
    void contentOutlivesDeletion() {
        var folder = new SyncedFolders(fleet, directory, "outlive");
        folder.write(0, "kept.txt", "base");
        folder.write(0, "other.txt", "base");
        folder.settle();

        folder.delete(0, "kept.txt");
        folder.write(1, "kept.txt", "edited meanwhile");
        folder.settle();

        folder.assertEqual();
        assertThat(folder.read(0, "kept.txt")).isEqualTo("edited meanwhile");
        assertThat(folder.conflicts(0)).isEmpty();
    }

    @Test
    void accidents_stopEverything() throws IOException {
        var folder = new SyncedFolders(fleet, directory, "brakes");
        for (int i = 0; i < 6; i++) {
            folder.write(0, "f" + i, "content " + i);
        }
        folder.settle();
        for (int i = 0; i < 6; i++) {
            folder.delete(0, "f" + i);
        }

        var stopped = folder.till(0, "apply");
        assertThat(stopped.status()).as(stopped.toString()).isEqualTo(CONFLICT);
        assertThat(stopped.err()).contains("suddenly empty").contains("--force");
        assertThat(folder.plan(0).get("brakes")).isNotEmpty();
        assertThat(folder.exists(1, "f0")).isTrue();

        Files.move(folder.root(0).resolve(".till/folder"), folder.root(0).resolve(".till/away"));
        assertThat(folder.till(0, "apply", "--force").err()).contains("not be mounted");
        Files.move(folder.root(0).resolve(".till/away"), folder.root(0).resolve(".till/folder"));

        folder.till(0, "apply", "--force").orThrow();
        fleet.awaitEqual();
        assertThat(folder.till(1, "apply").status()).isEqualTo(CONFLICT);
        folder.till(1, "apply", "--force").orThrow();
        assertThat(folder.exists(1, "f0")).isFalse();
        folder.till(1, "trash", "restore", "f0").orThrow();
        assertThat(folder.read(1, "f0")).isEqualTo("content 0");
    }

    @Test
    void excludedFiles_neverLeave() throws IOException {
        var profile =
                Files.writeString(directory.resolve("profile"), "path = data\nignore = Name *.tmp\nprefer = newer\n");
        var folder = new SyncedFolders(fleet, directory, "excluded", "--profile", profile.toString());
        folder.write(0, "data/kept.txt", "kept");
        folder.write(0, "data/x.tmp", "temporary");
        folder.write(0, "data/agent_state.json", "{}");
        folder.write(0, "data/.git/config", "git");
        folder.write(0, "elsewhere/y.txt", "not included");

        folder.settle();

        assertThat(folder.read(1, "data/kept.txt")).isEqualTo("kept");
        assertThat(folder.exists(1, "data/x.tmp")).isFalse();
        assertThat(folder.exists(1, "data/agent_state.json")).isFalse();
        assertThat(folder.exists(1, "data/.git")).isFalse();
        assertThat(folder.exists(1, "elsewhere")).isFalse();
        assertThat(fleet.node(1).till("list", "files/excluded").orThrow().out())
                .doesNotContain("_state")
                .doesNotContain("tmp");
    }

    @Test
    void spoiledContent_isMendedFromTheOtherDevice() throws IOException {
        var folder = new SyncedFolders(fleet, directory, "rot");
        folder.write(0, "good.txt", "good content");
        folder.settle();
        var file = folder.root(1).resolve("good.txt");
        var times = Files.getLastModifiedTime(file);
        Files.writeString(file, "gOOd content");
        Files.setLastModifiedTime(file, times);

        var verified = folder.till(1, "verify").orThrow();

        assertThat(verified.out()).contains("1 spoiled").contains("mended");
        assertThat(folder.read(1, "good.txt")).isEqualTo("good content");
    }

    @Test
    void dryRuns_writeNothing() throws IOException {
        var folder = new SyncedFolders(fleet, directory, "dry");
        folder.write(0, "a.txt", "a");
        var before = fleet.node(0).status().raw("head");
        var database = Files.getLastModifiedTime(fleet.node(0).home().resolve("files.db-wal"));

        assertThat(folder.plan(0).get("actions")).hasSize(1);
        folder.conflicts(0);

        assertThat(fleet.node(0).status().raw("head")).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(fleet.node(0).home().resolve("files.db-wal")))
                .isEqualTo(database);
    }

    @Test
    void logs_goOneWayAndOnlyGrow() throws IOException {
        var logs = new SyncedFolders(fleet, directory, "logs", "--mode", "append");
        logs.write(0, "proposals.jsonl", "{\"n\":1}\n{\"n\":2}\n{\"to");
        fleet.node(0).till("logs", "--apply").orThrow();
        fleet.awaitEqual();
        fleet.node(1).till("logs", "--apply").orThrow();
        assertThat(logs.read(1, "proposals.jsonl")).as("a torn line waits").isEqualTo("{\"n\":1}\n{\"n\":2}\n");

        Files.writeString(logs.root(0).resolve("proposals.jsonl"), "rn\":3}\n", StandardOpenOption.APPEND);
        logs.till(0, "apply").orThrow();
        fleet.awaitEqual();
        var received = Json.of(logs.till(1, "apply", "--json").orThrow().out()).get("received_bytes");
        assertThat(logs.read(1, "proposals.jsonl")).isEqualTo(logs.read(0, "proposals.jsonl"));
        assertThat(received.asLong()).as("only what is new travels").isEqualTo("{\"torn\":3}\n".length());

        logs.write(0, "proposals.jsonl", "{\"n\":1}\n");
        var shrunk = logs.till(0, "plan").orThrow();
        assertThat(shrunk.err()).contains("shrunk");
        assertThat(shrunk.out()).contains("nothing to do");
        logs.write(0, "proposals.jsonl", "rewritten, and longer than it ever was before\n".repeat(2));
        assertThat(logs.till(0, "plan").orThrow().err()).contains("rewritten");
        assertThat(logs.till(0, "apply").orThrow().out()).contains("nothing to do");
        logs.delete(0, "proposals.jsonl");
        assertThat(logs.till(0, "plan").orThrow().err()).contains("gone");
        logs.write(1, "proposals.jsonl", "of the receiver\n");
        assertThat(logs.till(1, "plan").orThrow().err()).contains("kept apart");
    }

    @Test
    void wrongInputs_areRefusedWithTheWayOut() throws IOException {
        var node = fleet.node(0);
        var bad = Files.writeString(directory.resolve("bad"), "path = data\nignore = Name *_state.json # never\n");

        assertThat(node.till("files", "add", "x/y", directory.resolve("q").toString())
                        .status())
                .isEqualTo(BAD_USAGE);
        var faulty = node.till("files", "add", "q", directory.resolve("q").toString(), "--profile", bad.toString());
        assertThat(faulty.status()).isEqualTo(BAD_USAGE);
        assertThat(faulty.err()).contains("line 2");
        assertThat(node.till("files", "plan", "nowhere").status()).isEqualTo(NO_SUCH_THING);
        assertThat(node.till("files", "add", "q", node.home().toString()).status())
                .isEqualTo(BAD_USAGE);
        assertThat(node.till("files", "list").status()).isEqualTo(DONE);
    }

    @Test
    void refusedRoot_leavesNothingBehind_andOneThatIsMadeIsToldOf() throws IOException {
        var node = fleet.node(0);
        var root = directory.resolve("made/for/it");
        var file = Files.writeString(directory.resolve("file"), "no directory");

        assertThat(node.till("files", "add", "made", root.toString()).orThrow().err())
                .contains("not there before");
        assertThat(node.till("files", "add", "made", root.toString()).orThrow().err())
                .doesNotContain("not there before");

        var within = node.till("files", "add", "q", root.resolve("deeper").toString());
        assertThat(within.status()).isEqualTo(CONFLICT);
        assertThat(within.err()).contains("overlaps").contains("folder made");
        assertThat(root.resolve("deeper")).doesNotExist();
        assertThat(node.till("files", "add", "q", node.home().resolve("deeper").toString())
                        .status())
                .isEqualTo(BAD_USAGE);
        assertThat(node.home().resolve("deeper")).doesNotExist();
        var below = node.till("files", "add", "q", file.resolve("deeper").toString());
        assertThat(below.status()).isEqualTo(BAD_USAGE);
        assertThat(below.err()).contains(file + " is no directory");

        node.till("files", "remove", "made").orThrow();
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(3).nextBytes(bytes);
        return bytes;
    }
}

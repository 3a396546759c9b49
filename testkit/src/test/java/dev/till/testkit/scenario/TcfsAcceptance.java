package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The rollout of tcfs: phases 2 to 6 of its RFC. */
abstract class TcfsAcceptance {
    private final FolderFleet fleet;

    TcfsAcceptance(FolderFleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void phase2_threeDevices_eachHasWhatAnyOfThemHas() throws IOException {
        var folder = fleet.folder("three", "");
        for (int device = 0; device < 3; device++) {
            folder.write(device, "from-" + device + ".txt", "written on " + device);
        }

        folder.settle();

        for (int device = 0; device < 3; device++) {
            assertThat(folder.root(device).toFile().list()).contains("from-0.txt", "from-1.txt", "from-2.txt");
        }
        folder.assertEqual();
    }

    @Test
    void phase3_smokeTest_isByteExact() throws IOException {
        var folder = fleet.folder("smoke", "");
        long seed = 20_260_102L;
        var random = new Random(seed);
        for (int size : new int[] {0, 1, 4095, 65_536, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 7 << 20}) {
            var content = new byte[size];
            random.nextBytes(content);
            Files.write(folder.root(0).resolve("bytes-" + size), content);
        }

        folder.settle();

        for (int device = 1; device < 3; device++) {
            for (String name : folder.root(0).toFile().list((root, each) -> each.startsWith("bytes-"))) {
                assertThat(Files.mismatch(
                                folder.root(0).resolve(name),
                                folder.root(device).resolve(name)))
                        .as("%s on %s, drawn from seed %s", name, device, seed)
                        .isEqualTo(-1);
            }
        }
        folder.assertEqual();
    }

    @Test
    void phase4_conflict_isDetectedNotOverwrittenAndResolvedByCommand() throws IOException {
        var folder = fleet.folder("validation", "");
        folder.write(0, "shared.md", "base");
        folder.settle();
        for (int device = 0; device < 3; device++) {
            folder.write(device, "shared.md", "by device " + device);
        }

        folder.settle();

        for (int device = 0; device < 3; device++) {
            assertThat(folder.read(device, "shared.md")).isEqualTo("by device " + device);
            assertThat(folder.conflicts(device)).hasSize(1);
            assertThat(folder.conflicts(device).get(0).get("versions")).hasSize(3);
        }
        folder.till(2, "resolve", "shared.md", "--keep-local").orThrow();
        folder.settle();
        for (int device = 0; device < 3; device++) {
            assertThat(folder.read(device, "shared.md")).isEqualTo("by device 2");
            assertThat(folder.conflicts(device)).isEmpty();
        }
        assertThat(folder.till(0, "trash").orThrow().out()).contains("shared.md");
        folder.assertEqual();
    }

    @Test
    void phase5_gitRoundTrip_hasTheSameLogOnAllDevices() throws IOException {
        var folder = fleet.folder("code", "git = fast-forward\n");
        var work = Files.createDirectories(folder.root(0).resolve("proj"));
        git(work, "init", "-q", "-b", "main");
        commit(work, "one.txt");
        commit(work, "two.txt");
        spread(folder, 0);
        assertThat(log(folder, 1)).isEqualTo(log(folder, 0)).isNotEmpty();

        commit(folder.root(1).resolve("proj"), "three.txt");
        spread(folder, 1);

        assertThat(log(folder, 0)).isEqualTo(log(folder, 1)).hasLineCount(3);
        assertThat(log(folder, 2)).isEqualTo(log(folder, 1));
        assertThat(git(folder.root(2).resolve("proj"), "fsck")).doesNotContain("error");
        for (int device = 1; device < 3; device++) {
            // Checked out at different times, so rsync would find them to differ in that.
            Program.of(
                            "diff",
                            "-r",
                            "--exclude=.git",
                            "--exclude=.till",
                            folder.root(0).toString(),
                            folder.root(device).toString())
                    .run()
                    .orThrow();
        }
    }

    /** One tells, the others take, twice: whoever took it tells what it has by then. */
    private void spread(SyncedFolders folder, int first) {
        folder.till(first, "apply").orThrow();
        fleet.awaitEqual();
        for (int device = 0; device < 3; device++) {
            int each = device;
            await("repository on " + each)
                    .atMost(ProcessFleet.PATIENCE)
                    .until(() -> folder.till(each, "apply").status() == 0);
            fleet.awaitEqual();
        }
    }

    private String log(SyncedFolders folder, int device) {
        return git(folder.root(device).resolve("proj"), "log", "--format=%H %an %s");
    }

    private void commit(Path work, String file) throws IOException {
        Files.writeString(work.resolve(file), file);
        git(work, "add", file);
        git(work, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "add " + file);
    }

    private String git(Path work, String... words) {
        var command = new ArrayList<>(List.of("git", "-C", work.toString()));
        command.addAll(List.of(words));
        return Program.of(command).run().orThrow().out();
    }

    @Test
    void phase6_liveChange_arrivesByTheWatcherWithoutALookAtEverything() throws IOException {
        var folder = fleet.folder("alive", "").watch();
        folder.write(0, "before.txt", "there");
        folder.awaitContent(2, "before.txt", "there");
        var scans = folder.awaitScans();

        folder.write(0, "now.txt", "told by the system");
        folder.write(1, "deep/er/now.txt", "from elsewhere");
        folder.awaitContent(1, "now.txt", "told by the system");
        folder.awaitContent(2, "now.txt", "told by the system");
        folder.awaitContent(0, "deep/er/now.txt", "from elsewhere");
        folder.delete(2, "before.txt");
        folder.awaitGone(0, "before.txt");

        assertThat(folder.awaitScans()).as("when everything was last looked at").isEqualTo(scans);
        await().atMost(ProcessFleet.PATIENCE).untilAsserted(folder::assertEqual);
    }

    @Test
    void phase6_deviceThatWasOffline_catchesUp() throws IOException {
        var folder = fleet.folder("offline", "").watch();
        folder.write(0, "old.txt", "old");
        folder.awaitContent(2, "old.txt", "old");
        fleet.node(2).stop();
        folder.write(0, "old.txt", "new");
        folder.write(1, "added/while-away.txt", "added");
        folder.awaitContent(1, "old.txt", "new");
        folder.awaitContent(0, "added/while-away.txt", "added");
        folder.write(2, "own.txt", "written meanwhile");

        fleet.node(2).start();

        folder.awaitContent(2, "old.txt", "new");
        folder.awaitContent(2, "added/while-away.txt", "added");
        folder.awaitContent(1, "own.txt", "written meanwhile");
        await().atMost(ProcessFleet.PATIENCE).untilAsserted(folder::assertEqual);
    }
}

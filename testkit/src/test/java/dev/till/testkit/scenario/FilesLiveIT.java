package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.testkit.process.ProcessFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that three real nodes follow as they change, with one of them away or killed meanwhile. */
class FilesLiveIT {
    @TempDir
    static Path directory;

    private static ProcessFleet fleet;

    @BeforeAll
    static void start() {
        fleet = ProcessFleet.onLoopback(directory, 3, "--no-mdns").start();
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    @Test
    void changes_areFollowedByAll_andByWhoWasAway() {
        var folder = new SyncedFolders(fleet, directory, "live").watch();
        folder.write(0, "a.txt", "one");
        folder.write(0, "deep/b.txt", "two");
        for (int device = 1; device < 3; device++) {
            folder.awaitContent(device, "a.txt", "one");
            folder.awaitContent(device, "deep/b.txt", "two");
        }
        folder.write(1, "deep/b.txt", "three");
        folder.awaitContent(2, "deep/b.txt", "three");

        fleet.node(2).crash();
        folder.write(0, "a.txt", "while it was away");
        folder.delete(1, "deep/b.txt");
        folder.write(2, "own.txt", "written while its node was down");
        folder.awaitGone(0, "deep/b.txt");
        fleet.node(2).start();

        folder.awaitContent(2, "a.txt", "while it was away");
        folder.awaitGone(2, "deep/b.txt");
        folder.awaitContent(0, "own.txt", "written while its node was down");
        await().atMost(Duration.ofMinutes(2)).untilAsserted(folder::assertEqual);
    }

    @Test
    void nodeThatIsKilledAgainAndAgain_neverShowsAPartOfAFile() throws IOException {
        var folder = new SyncedFolders(fleet, directory, "killed");
        var random = new Random(11);
        long seed = random.nextLong();
        for (int i = 0; i < 40; i++) {
            var content = new byte[i % 10 == 0 ? 3 << 20 : 20_000];
            new Random(seed + i).nextBytes(content);
            Files.write(folder.root(0).resolve("file" + i), content);
        }
        folder.till(0, "apply").orThrow();
        folder.till(1, "watch").orThrow();

        for (int round = 0; round < 6; round++) {
            int enough = Math.min(39, round * 6);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> count(folder.root(1)) >= enough);
            fleet.node(1).crash();
            assertWhole(folder, seed);
            fleet.node(1).start();
        }

        await().atMost(Duration.ofMinutes(2)).until(() -> count(folder.root(1)) == 40);
        assertWhole(folder, seed);
        folder.till(1, "pause").orThrow();
        assertThat(folder.root(1).resolve(".till/stage").toFile().list()).noneMatch(file -> file.endsWith(".part"));
    }

    private static void assertWhole(SyncedFolders folder, long seed) throws IOException {
        for (int i = 0; i < 40; i++) {
            var file = folder.root(1).resolve("file" + i);
            if (Files.exists(file)) {
                assertThat(Files.mismatch(file, folder.root(0).resolve("file" + i)))
                        .as("file%s, contents drawn from seed %s", i, seed)
                        .isEqualTo(-1);
            }
        }
    }

    private static int count(Path root) {
        var files = root.toFile().list((directory, name) -> name.startsWith("file"));
        return files == null ? 0 : files.length;
    }
}

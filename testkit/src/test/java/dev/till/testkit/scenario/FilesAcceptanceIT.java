package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.client.TillClient;
import dev.till.node.client.Watch;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the two systems that folders come from promise their users, tried on three real nodes. Everything is looked at once an
 * hour only: what arrives without a command was told by the system or by registers. After each story rsync judges.
 */
class FilesAcceptanceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    static Path directory;

    private static ProcessFleet fleet;

    @BeforeAll
    static void start() {
        fleet = ProcessFleet.onLoopback(directory, 3, "--no-mdns", "--set", "files-scan=1h")
                .start();
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    private static SyncedFolders folder(String name, String profile, String... options) throws IOException {
        var file = Files.writeString(directory.resolve(name + ".prf"), profile);
        var all = new java.util.ArrayList<>(List.of(options));
        all.addAll(List.of("--profile", file.toString()));
        return new SyncedFolders(fleet, directory, name, all.toArray(String[]::new));
    }

    private static void writtenAt(SyncedFolders folder, int device, String path, Instant time) throws IOException {
        Files.setLastModifiedTime(folder.root(device).resolve(path), FileTime.from(time));
    }

    /** The acceptance tests of UBOS sync. */
    @Nested
    class Ubos {
        @Test
        void newerWins_byTimeOfWriting_whoeverComesFirst() throws IOException {
            var folder = folder("newer", "prefer = newer\n");
            folder.write(0, "plan.md", "base");
            folder.settle();
            var now = Instant.now();
            folder.write(0, "plan.md", "written first, told last");
            writtenAt(folder, 0, "plan.md", now.minusSeconds(1200));
            folder.write(1, "plan.md", "written last, told first");
            writtenAt(folder, 1, "plan.md", now.minusSeconds(600));

            folder.till(1, "apply").orThrow();
            fleet.awaitEqual();
            folder.settle();

            for (int device = 0; device < 3; device++) {
                assertThat(folder.read(device, "plan.md")).isEqualTo("written last, told first");
            }
            assertThat(folder.conflicts(0)).isEmpty();
            assertThat(folder.till(0, "trash").orThrow().out()).contains("plan.md");
            folder.assertEqual();
        }

        @Test
        void permissions_travelWithoutTheirContents() throws IOException {
            var folder = folder("permissions", "perms = true\n");
            folder.write(0, "run.sh", "#!/bin/sh\n");
            folder.write(0, "secret", "for its owner");
            Files.setPosixFilePermissions(
                    folder.root(0).resolve("secret"), PosixFilePermissions.fromString("rw-------"));
            folder.settle();
            assertThat(permissions(folder, 2, "secret")).isEqualTo("rw-------");

            Files.setPosixFilePermissions(
                    folder.root(0).resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
            folder.till(0, "apply").orThrow();
            fleet.awaitEqual();
            var applied = folder.apply(1);
            folder.settle();

            assertThat(applied.get("done").asInt()).isEqualTo(1);
            assertThat(applied.get("received_bytes").asLong()).isZero();
            assertThat(permissions(folder, 1, "run.sh")).isEqualTo("rwxr-x---");
            assertThat(permissions(folder, 2, "run.sh")).isEqualTo("rwxr-x---");
            folder.assertEqual();
        }

        private String permissions(SyncedFolders folder, int device, String path) throws IOException {
            return PosixFilePermissions.toString(
                    Files.getPosixFilePermissions(folder.root(device).resolve(path)));
        }

        @Test
        void exclusionInsideAnIncludedPath_staysWhereItIs() throws IOException {
            var folder =
                    folder("inside", "path = data\nignore = Path data/private\nignore = Name *.tmp\nprefer = newer\n");
            folder.write(0, "data/kept.txt", "kept");
            folder.write(0, "data/private/diary.txt", "mine");
            folder.write(0, "data/deep/x.tmp", "temporary");
            folder.write(0, "data/deep/agent_state.json", "{}");
            folder.write(0, "beside.txt", "not included");

            folder.settle();

            for (int device = 1; device < 3; device++) {
                assertThat(folder.read(device, "data/kept.txt")).isEqualTo("kept");
                assertThat(folder.exists(device, "data/private")).isFalse();
                assertThat(folder.exists(device, "data/deep/x.tmp")).isFalse();
                assertThat(folder.exists(device, "data/deep/agent_state.json")).isFalse();
                assertThat(folder.exists(device, "beside.txt")).isFalse();
            }
            assertThat(fleet.node(2).till("list", "files/inside").orThrow().out())
                    .contains("data/kept.txt")
                    .doesNotContain("private")
                    .doesNotContain("tmp")
                    .doesNotContain("_state")
                    .doesNotContain("beside");
            folder.assertEqualBut("/data/private", "*.tmp", "*_state.json", "/beside.txt");
        }

        @Test
        void appendedLines_travelAloneAndOneWay() throws IOException {
            var logs = folder("appended", "", "--mode", "append");
            var lines = "{\"mission\":\"survey\"}\n".repeat(20_000);
            logs.write(0, "mission_log.jsonl", lines);
            logs.write(0, "proposals.jsonl", "{\"n\":1}\n");
            logs.settle();
            Files.writeString(
                    logs.root(0).resolve("mission_log.jsonl"), "{\"mission\":\"dive\"}\n", StandardOpenOption.APPEND);
            logs.till(0, "apply").orThrow();
            fleet.awaitEqual();

            var received = logs.apply(1).get("received_bytes").asLong();
            logs.settle();

            assertThat(received).isEqualTo("{\"mission\":\"dive\"}\n".length());
            assertThat(logs.read(2, "mission_log.jsonl")).isEqualTo(logs.read(0, "mission_log.jsonl"));
            logs.assertEqual();
        }

        @Test
        void secondRun_saysThereIsNothingToDo() throws IOException {
            var folder = folder("again", "");
            for (int i = 0; i < 20; i++) {
                folder.write(i % 3, "of-" + i % 3 + "/f" + i, "content " + i);
            }
            folder.settle();

            for (int device = 0; device < 3; device++) {
                assertThat(folder.till(device, "plan").orThrow().out()).isEqualTo("nothing to do\n");
                assertThat(folder.till(device, "apply").orThrow().out()).isEqualTo("again: nothing to do\n");
            }
            assertThat(fleet.node(0).till("truth", "--apply").out()).contains("again: nothing to do");
            folder.assertEqual();
        }
    }

    /** The rollout of tcfs: phases 2 to 6 of its RFC. */
    @Nested
    class Tcfs {
        @Test
        void phase2_threeDevices_eachHasWhatAnyOfThemHas() throws IOException {
            var folder = folder("three", "");
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
            var folder = folder("smoke", "");
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
            var folder = folder("validation", "");
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
            var folder = folder("code", "git = fast-forward\n");
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
                        .atMost(PATIENCE)
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
            var command = new java.util.ArrayList<>(List.of("git", "-C", work.toString()));
            command.addAll(List.of(words));
            return Program.of(command).run().orThrow().out();
        }

        @Test
        void phase6_liveChange_arrivesByTheWatcherWithoutALookAtEverything() throws IOException {
            var folder = folder("alive", "").watch();
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

            assertThat(folder.awaitScans())
                    .as("when everything was last looked at")
                    .isEqualTo(scans);
            await().atMost(PATIENCE).untilAsserted(folder::assertEqual);
        }

        @Test
        void phase6_deviceThatWasOffline_catchesUp() throws IOException {
            var folder = folder("offline", "").watch();
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
            await().atMost(PATIENCE).untilAsserted(folder::assertEqual);
        }
    }

    @Test
    void whatHappened_isInTheHistoryAndInRegistersThatComponentsWatch() throws Exception {
        var folder = folder("events", "");
        try (var component = TillClient.connect(fleet.node(2).home());
                var watch = component.watch("file-events/events")) {
            folder.write(0, "one.txt", "one");
            folder.write(0, "two.txt", "two");
            folder.settle();
            assertThat(event(0, 0)).contains("\"type\":\"file_synced\"");
            Files.move(folder.root(0).resolve("one.txt"), folder.root(0).resolve("renamed.txt"));
            folder.settle();
            assertThat(event(1, 0))
                    .contains("file_renamed", "\"old_path\":\"one.txt\"", "\"new_path\":\"renamed.txt\"");
            folder.delete(0, "two.txt");
            folder.settle();
            assertThat(event(1, 1)).contains("file_deleted", "two.txt");
            folder.write(0, "renamed.txt", "by 0");
            folder.write(1, "renamed.txt", "by 1");
            folder.settle();
            folder.till(1, "resolve", "renamed.txt", "--keep-local").orThrow();
            assertThat(event(1, 1)).contains("conflict_resolved", "keep-local");
            folder.settle();

            awaitTold(watch, "file_synced", "file_renamed", "file_deleted", "conflict_resolved");
        }
        assertThat(folder.till(1, "log").orThrow().out())
                .contains("file_synced  two.txt  n0")
                .contains("file_renamed  renamed.txt  n0")
                .contains("file_deleted  two.txt  n0");
        folder.assertEqual();
    }

    /** Follows the registers, as a component on the third machine does, until each of these was told. */
    private static void awaitTold(Watch watch, String... types) throws Exception {
        var missing = new java.util.HashSet<>(List.of(types));
        while (!missing.isEmpty()) {
            var told = watch.next(PATIENCE)
                    .orElseThrow(() -> new AssertionError("never told: " + missing))
                    .value()
                    .orElseThrow()
                    .json();
            missing.removeIf(told::contains);
        }
    }

    /** The last event of a device, as another one reads it. */
    private static String event(int reader, int of) {
        return fleet.node(reader)
                .get("file-events/events", "n" + of)
                .orElseThrow()
                .json();
    }

    @Test
    void eachRun_leavesAFileWithASummary() throws IOException {
        var folder = folder("runs", "");
        folder.write(0, "a.txt", "a");

        var log = Path.of(folder.apply(0).get("log").asText());

        assertThat(log).startsWith(fleet.node(0).home().resolve("logs/files/runs"));
        assertThat(Files.readAllLines(log)).hasSize(2).last().asString().startsWith("summary  1 done, 0 not done");
        assertThat(folder.apply(0).hasNonNull("log"))
                .as("a run with nothing to do")
                .isFalse();
        fleet.awaitEqual();
        folder.till(1, "watch").orThrow();
        folder.awaitContent(1, "a.txt", "a");
        folder.write(1, "b.txt", "b");
        var logs = fleet.node(1).home().resolve("logs/files/runs").toFile();
        await().atMost(PATIENCE).until(() -> {
            var followed = logs.list((any, name) -> name.endsWith("-followed.log"));
            return followed != null && followed.length == 1;
        });
    }
}

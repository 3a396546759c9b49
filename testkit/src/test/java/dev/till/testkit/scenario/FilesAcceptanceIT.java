package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.client.TillClient;
import dev.till.node.client.Watch;
import dev.till.testkit.process.ProcessFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the two systems that folders come from promise their users, tried on three real nodes. Everything is looked at once an
 * hour only: what arrives without a command was told by the system or by registers. After each story rsync judges.
 */
class FilesAcceptanceIT {
    @TempDir
    static Path directory;

    private static FolderFleet fleet;

    @BeforeAll
    static void start() {
        fleet = FolderFleet.start(directory);
    }

    @AfterAll
    static void stop() {
        fleet.close();
    }

    /** A test that stops a node may fail before it starts it; the next one gets all three. */
    @AfterEach
    void makeWhole() {
        fleet.makeWhole();
    }

    @Nested
    class Ubos extends UbosAcceptance {
        Ubos() {
            super(fleet);
        }
    }

    @Nested
    class Tcfs extends TcfsAcceptance {
        Tcfs() {
            super(fleet);
        }
    }

    @Test
    void whatHappened_isInTheHistoryAndInRegistersThatComponentsWatch() throws Exception {
        var folder = fleet.folder("events", "");
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
        var missing = new HashSet<>(List.of(types));
        while (!missing.isEmpty()) {
            var told = watch.next(ProcessFleet.PATIENCE)
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
        var folder = fleet.folder("runs", "");
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
        await().atMost(ProcessFleet.PATIENCE).until(() -> {
            var followed = logs.list((any, name) -> name.endsWith("-followed.log"));
            return followed != null && followed.length == 1;
        });
    }
}

package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The acceptance tests of UBOS sync. */
abstract class UbosAcceptance {
    private final FolderFleet fleet;

    UbosAcceptance(FolderFleet fleet) {
        this.fleet = fleet;
    }

    @Test
    void newerWins_byTimeOfWriting_whoeverComesFirst() throws IOException {
        var folder = fleet.folder("newer", "prefer = newer\n");
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

    private static void writtenAt(SyncedFolders folder, int device, String path, Instant time) throws IOException {
        Files.setLastModifiedTime(folder.root(device).resolve(path), FileTime.from(time));
    }

    @Test
    void permissions_travelWithoutTheirContents() throws IOException {
        var folder = fleet.folder("permissions", "perms = true\n");
        folder.write(0, "run.sh", "#!/bin/sh\n");
        folder.write(0, "secret", "for its owner");
        Files.setPosixFilePermissions(folder.root(0).resolve("secret"), PosixFilePermissions.fromString("rw-------"));
        folder.settle();
        assertThat(permissions(folder, 2, "secret")).isEqualTo("rw-------");

        Files.setPosixFilePermissions(folder.root(0).resolve("run.sh"), PosixFilePermissions.fromString("rwxr-x---"));
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
        var folder = fleet.folder(
                "inside", "path = data\nignore = Path data/private\nignore = Name *.tmp\nprefer = newer\n");
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
        var logs = fleet.folder("appended", "", "--mode", "append");
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
        var folder = fleet.folder("again", "");
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

package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.lab.InLab;
import dev.till.testkit.lab.SmallDisk;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Homes on disks that cannot take more, or nothing at all. */
@InLab(programs = {"mount", "umount"})
class FullDiskIT {

    @TempDir
    Path directory;

    @Test
    void fullDisk_refusesWritesAndServesReadsUntilThereIsRoom() throws IOException {
        try (var disk = SmallDisk.mount(directory.resolve("disk"), "32m");
                var node = TillProcess.at(disk.path().resolve("home"), "--port", "0", "--no-discovery")
                        .start()) {
            node.till("set", "notes/a", "text", "before").orThrow();
            disk.fill();

            var refused = node.till("set", "notes/a", "text", "x".repeat(100_000));

            assertThat(refused.status()).as(refused.toString()).isEqualTo(1);
            assertThat(refused.err()).contains("no room");
            assertThat(node.till("get", "notes/a", "text").text()).isEqualTo("before");

            disk.free();

            node.till("set", "notes/a", "text", "after").orThrow();
            assertThat(node.till("get", "notes/a", "text").text()).isEqualTo("after");
            node.crash();
            node.start();
            assertThat(node.till("get", "notes/a", "text").text()).isEqualTo("after");
        }
    }

    @Test
    void startOnAFullDisk_saysWhereAndWhatToDo() throws IOException {
        try (var disk = SmallDisk.mount(directory.resolve("disk"), "8m")) {
            disk.fill();

            var home = disk.path().resolve("home");
            var refused = TillProcess.at(home).till("up", "--no-discovery");

            assertThat(refused.status()).as(refused.toString()).isEqualTo(1);
            assertThat(refused.err())
                    .contains(home.toString())
                    .contains("free some space")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void homeOnAReadOnlyDisk_isNamed() throws IOException {
        try (var disk = SmallDisk.mount(directory.resolve("disk"), "1m")) {
            disk.makeReadOnly();

            var home = disk.path().resolve("home");
            var refused = TillProcess.at(home).till("up", "--no-discovery");

            assertThat(refused.status()).as(refused.toString()).isIn(1, 5);
            assertThat(refused.err()).contains(home.toString()).doesNotContain("\tat ");
        }
    }
}

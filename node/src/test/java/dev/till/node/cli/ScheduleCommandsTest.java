package dev.till.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.api.MemoryNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node of these tests lives at 2026-01-02T03:04:05Z for ever, and its syncs succeed. */
class ScheduleCommandsTest {
    @TempDir
    private Path home;

    @Test
    void schedule_isSet_shown_andGoneWithoutTrace() throws IOException {
        try (var node = MemoryNode.alone(home)) {
            var till = new Till(home);
            assertThat(till.run("schedule", "show").out()).startsWith("no schedule");

            assertThat(till.run("schedule", "set", "--every", "6h").out())
                    .isEqualTo("syncs every 6 hours, next at 2026-01-02T09:04:05Z\n");
            assertThat(till.run("schedule", "set", "--daily-at", "03:00", "--json")
                            .out())
                    .isEqualTo("{\"enabled\":true,\"daily_at\":\"03:00\",\"next_run\":\"2026-01-03T03:00:00Z\","
                            + "\"last_run\":null,\"last_status\":null,\"consecutive_failures\":0,\"history\":[]}\n");
            assertThat(Files.readString(home.resolve("schedule.json"))).startsWith("{\"sync\":{\"enabled\":true,");

            assertThat(till.run("schedule", "off").status()).isZero();
            assertThat(home.resolve("schedule.json")).doesNotExist();
            assertThat(node.socket()).exists();
        }
    }

    @Test
    void rhythmThatIsNone_isRefused() throws IOException {
        try (var node = MemoryNode.alone(home)) {
            var till = new Till(home);
            for (List<String> words : List.of(
                    List.of("--daily-at", "25:00"),
                    List.of("--every", "90m"),
                    List.of("--every", "0s"),
                    List.of("--every", "6h", "--daily-at", "03:00"),
                    List.<String>of())) {
                var line = new java.util.ArrayList<>(List.of("schedule", "set"));
                line.addAll(words);

                assertThat(till.run(line.toArray(String[]::new)).status())
                        .as("%s", words)
                        .isEqualTo(ExitStatus.BAD_USAGE);
            }
            assertThat(home.resolve("schedule.json")).doesNotExist();
            assertThat(node.socket()).exists();
        }
    }

    @Test
    void whatWasMissed_isCaughtUpOnce_whenTheNodeStarts() throws IOException {
        Files.writeString(
                home.resolve("schedule.json"),
                "{\"sync\":{\"enabled\":true,\"interval_hours\":6,\"next_run\":\"2025-12-01T00:00:00Z\",\"history\":[]},"
                        + "\"watch\":{\"pid\":7}}");
        try (var node = MemoryNode.alone(home)) {
            var till = new Till(home);

            await().untilAsserted(
                            () -> assertThat(till.run("schedule", "show").out()).isEqualTo("""
                            syncs every 6 hours, next at 2026-01-02T09:04:05Z
                            last at 2026-01-02T03:04:05Z: success, 0 failures in a row
                              2026-01-02T03:04:05Z  success  0 s
                            """));
            till.run("schedule", "off");
            assertThat(home.resolve("schedule.json")).hasContent("{\"watch\":{\"pid\":7}}");
            assertThat(node.socket()).exists();
        }
    }

    @Test
    void fileThatIsNone_isSaidToBe() throws IOException {
        Files.writeString(home.resolve("schedule.json"), "{\"sync\":{\"enabled\":true,\"daily_at\":\"25:00\"}}");
        try (var node = MemoryNode.alone(home)) {
            var ran = new Till(home).run("schedule", "show");

            assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
            assertThat(ran.err()).contains("schedule.json: daily-at: '25:00'");
            assertThat(node.socket()).exists();
        }
    }
}

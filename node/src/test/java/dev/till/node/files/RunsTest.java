package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.files.round.Applying.Outcome;
import dev.till.node.files.scan.Power;
import dev.till.node.files.state.Diary.Note;
import dev.till.node.message.FilesCommand.Reply;
import dev.till.node.message.FilesTask;
import dev.till.node.trust.Fleets;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of a folder: one at a time, each written down, and less of them on battery. */
class RunsTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @TempDir
    private Path directory;

    private TestDevice device;

    @BeforeEach
    void open() throws IOException {
        device = new TestDevice(
                directory,
                Fleets.of(directory, InstantSource.system(), List.of("a")).get(0),
                InstantSource.system(),
                "");
    }

    @AfterEach
    void close() throws IOException {
        device.close();
    }

    @Test
    void whileAnotherTillWorksBelowTheRoot_nothingIsDone_andItIsSaid() throws Exception {
        device.write("x", "x");
        var lock = device.root.resolve(".till/lock");
        try (var other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = other.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThatThrownBy(() -> device.round())
                    .isInstanceOfSatisfying(
                            FilesRefusal.class,
                            refusal -> assertThat(refusal.isPassing()).isTrue())
                    .hasMessageContaining("another till works below " + device.root);
            assertThatThrownBy(() -> device.work.round(List.of(TestDevice.path("x"))))
                    .isInstanceOf(FilesRefusal.class);
            assertThat(device.told()).doesNotContain("files/notes/x");
            assertThat(device.actions()).as("a plan only looks").hasSize(1);
        }

        assertThat(device.round().outcome().done()).isEqualTo(1);
    }

    @Test
    void dryRun_makesNoLockAndNoLog() throws Exception {
        device.write("x", "x");

        device.work.plan();

        assertThat(device.root.resolve(".till/lock")).doesNotExist();
        assertThat(device.logs).doesNotExist();
    }

    @Test
    void wholeRuns_haveAFileEach_andFollowedChangesOneADay() throws Exception {
        device.write("x", "x");
        var log = device.round().log().orElseThrow();
        device.write("y", "y");
        device.work.round(List.of(TestDevice.path("y")));
        device.write("z", "z");
        device.work.round(List.of(TestDevice.path("z")));

        assertThat(Files.readAllLines(log)).first().asString().isEqualTo("file_synced  x  a  (new here)");
        assertThat(Files.readAllLines(log)).last().asString().startsWith("summary  1 done, 0 not done, 0 in conflict");
        assertThat(device.round().log()).isEmpty();
        assertThat(device.logs.resolve("notes").toFile().list()).hasSize(2);
    }

    @Test
    void whoAsks_isAnsweredWhateverHappens() throws Exception {
        device.write("x", "x");
        device.registers.failAt(key -> {
            throw new IllegalStateException("a mistake of ours");
        });

        var reply = new FolderTasks(device.work).perform(new FilesTask.Apply(false));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused ->
                                assertThat(refused.message()).contains("unexpected", "a mistake of ours", "till log"));
    }

    @Test
    void textThatIsNone_isWrittenDownAllTheSame() throws Exception {
        var runs = new RunLog(directory.resolve("odd"), TestDevice.NOTES);
        var note = new Note(NOON, "x", "file_synced", "a", "half a \ud800 surrogate", Optional.empty());

        var file = runs.whole(NOON, NOON, new Round(new Outcome(1, List.of(), List.of(note)), 0, 0));

        assertThat(file.orElseThrow()).content().contains("half a ? surrogate");
    }

    @Test
    void oldLogs_areLetGo() throws IOException {
        var runs = new RunLog(directory.resolve("many"), TestDevice.NOTES);
        var note = new Note(NOON, "x", "file_synced", "a", "new here", Optional.empty());
        var round = new Round(new Outcome(1, List.of(), List.of(note)), 0, 0);
        for (int i = 0; i < 220; i++) {
            runs.whole(NOON.plusSeconds(i), NOON.plusSeconds(i + 1), round);
        }

        var left = directory.resolve("many/notes").toFile().list();
        assertThat(left)
                .hasSize(200)
                .contains("2026-01-02T12-03-39.000Z.log")
                .doesNotContain("2026-01-02T12-00-00.000Z.log");
    }

    @Test
    void runThatCannotBeWrittenDown_counts() throws Exception {
        Files.writeString(device.logs, "a file where the directory should be");
        device.write("x", "x");

        assertThat(device.round().outcome().done()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "Mains, 1, Charging, false",
        "Mains, 0, Discharging, true",
        "Mains, 1, Discharging, false",
        "USB, 0, Full, false"
    })
    void onBattery_everythingIsLookedAtLessOften(String supply, String online, String battery, boolean seldom)
            throws IOException {
        supply("AC", "type", supply);
        supply("AC", "online", online);
        supply("BAT0", "type", "Battery");
        supply("BAT0", "status", battery);
        var rhythm = new Rhythm(Duration.ofMinutes(5), new Power(directory.resolve("power")));

        assertThat(rhythm.untilScan()).isEqualTo(Duration.ofMinutes(seldom ? 30 : 5));
        assertThat(rhythm.later(Duration.ofMinutes(2))).isEqualTo(Duration.ofSeconds(seldom ? 180 : 30));
    }

    @Test
    void machineWithoutSupplies_andAMouse_areNotOnBattery() throws IOException {
        assertThat(new Power(directory.resolve("none")).isOnBattery()).isFalse();
        supply("mouse", "type", "Battery");
        supply("mouse", "scope", "Device");
        supply("mouse", "status", "Discharging");
        assertThat(new Power(directory.resolve("power")).isOnBattery()).isFalse();
    }

    private void supply(String name, String what, String says) throws IOException {
        var file = directory.resolve("power").resolve(name).resolve(what);
        Files.createDirectories(file.getParent());
        Files.writeString(file, says + "\n");
    }
}

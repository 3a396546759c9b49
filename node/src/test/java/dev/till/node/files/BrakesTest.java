package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.trust.Fleets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops a round: each of the brakes leaves everything, says what it saw, and tells how to go on. */
class BrakesTest {
    private static final int FILES = 20;

    @TempDir
    private Path directory;

    private Duration later = Duration.ZERO;
    private TestDevice a;
    private TestDevice b;

    @BeforeEach
    void open() throws Exception {
        InstantSource clock = () -> InstantSource.system().instant().plus(later);
        var fleet = Fleets.of(directory, InstantSource.system(), List.of("a", "b"));
        a = new TestDevice(directory, fleet.get(0), clock, "");
        b = new TestDevice(directory, fleet.get(1), clock, "");
        a.reach(b);
        b.reach(a);
        for (int i = 0; i < FILES; i++) {
            a.write(file(i), "content " + i);
        }
        settle();
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
    }

    @Test
    void emptiedSide() throws Exception {
        delete(a, FILES);

        stopsAndGoesOnByForce(a, "suddenly empty here, it had 20 files");

        assertThat(a.told()).contains("deleted");
    }

    @Test
    void moreThanHalfGoneHere() throws Exception {
        delete(a, 11);

        stopsAndGoesOnByForce(a, "more than half of the files are gone here (11 of 20)");
    }

    @Test
    void othersHaveDeletedAll() throws Exception {
        delete(a, FILES);
        a.round();
        a.meet(b);

        stopsAndGoesOnByForce(b, "the others have deleted all 20 files");

        assertThat(b.read(file(0))).isEmpty();
        assertThat(b.work.diary().newestTrashed(TestDevice.path(file(0)))).isPresent();
    }

    @Test
    void othersHaveDeletedMoreThanHalf() throws Exception {
        delete(a, 11);
        a.round();
        a.meet(b);

        stopsAndGoesOnByForce(b, "the others have deleted more than half of the files (11 of 20)");
    }

    @Test
    void everyFileChanged() throws Exception {
        for (int i = 0; i < FILES; i++) {
            a.write(file(i), "encrypted, pay here " + i);
        }

        stopsAndGoesOnByForce(a, "every one of 20 files has another content here");
    }

    @Test
    void clockThatWentBack() throws Exception {
        later = Duration.ofHours(3);
        a.write("tomorrow", "written under a wrong clock");
        a.round();
        later = Duration.ZERO;
        a.write("today", "x");

        stopsAndGoesOnByForce(a, "the clock of this machine says");
    }

    @Test
    void missingMark_stopsForceToo() throws Exception {
        var mark = a.root.resolve(".till/folder");
        Files.move(mark, directory.resolve("mark"));
        delete(a, FILES);
        var before = a.told();

        for (boolean force : new boolean[] {false, true}) {
            assertThatThrownBy(() -> a.work.round(force))
                    .isInstanceOf(FilesRefusal.class)
                    .hasMessageContaining("may not be mounted")
                    .hasMessageContaining("till files add notes");
        }
        assertThatThrownBy(() -> a.work.round(List.of(TestDevice.path(file(0)))))
                .hasMessageContaining("mounted");
        assertThatThrownBy(() -> a.work.plan()).hasMessageContaining("mounted");

        assertThat(a.told()).isEqualTo(before);
        assertThat(a.work.standing().trouble().orElseThrow()).contains("mounted");
        Files.writeString(mark, "another\n");
        assertThatThrownBy(() -> a.round()).hasMessageContaining("marked as the root of folder another");
    }

    /** Who follows changes sees one deletion after the other; and what was deleted while it started counts too. */
    @Test
    void deletionsThatAreFollowedOneByOne_stopAtHalfAsWell() throws Exception {
        a.restart("");
        int told = 0;
        String stopped = null;
        for (int i = 0; i < FILES && stopped == null; i++) {
            Files.delete(a.root.resolve(file(i)));
            try {
                a.work.round(List.of(TestDevice.path(file(i))));
                told++;
            } catch (FilesRefusal e) {
                stopped = e.getMessage();
            }
        }

        assertThat(told).isEqualTo(FILES / 2);
        assertThat(stopped).contains("gone here");
    }

    @Test
    void filesThatCameSinceTheLastLook_countToo() throws Exception {
        for (int i = FILES; i < 3 * FILES; i++) {
            a.write(file(i), "came later " + i);
            a.work.round(List.of(TestDevice.path(file(i))));
        }

        for (int i = 0; i < 15; i++) {
            Files.delete(a.root.resolve(file(i)));
            assertThat(a.work.round(List.of(TestDevice.path(file(i)))).outcome().done())
                    .isEqualTo(1);
        }
    }

    @Test
    void whatIsStopped_isSaid_whateverElseIsDone() throws Exception {
        delete(a, 11);
        assertThatThrownBy(() -> a.work.round(false)).isInstanceOf(FilesRefusal.class);

        a.write("other", "x");
        assertThat(a.work.round(List.of(TestDevice.path("other"))).outcome().done())
                .isEqualTo(1);

        assertThat(a.work.standing().trouble().orElseThrow()).contains("--force");
        a.round();
        assertThat(a.work.standing().trouble()).isEmpty();
    }

    @Test
    void planTellsOfBrakes_andIsNoRefusal() throws Exception {
        delete(a, FILES);

        assertThat(a.work.plan().brakes()).hasSize(1);
    }

    private void stopsAndGoesOnByForce(TestDevice device, String why) throws Exception {
        var told = device.told();
        var files = files(device);

        assertThatThrownBy(() -> device.work.round(false))
                .isInstanceOf(FilesRefusal.class)
                .hasMessageContaining(why)
                .hasMessageContaining("till files apply notes --force");

        assertThat(device.told()).as("nothing is told").isEqualTo(told);
        assertThat(files(device)).as("nothing is touched").isEqualTo(files);
        assertThat(device.work.standing().trouble().orElseThrow()).contains(why);
        assertThat(device.logs.resolve("notes")).isDirectoryContaining(file -> holds(file, why));
        assertThat(device.work.round(true).outcome().done()).isPositive();
        assertThat(device.work.standing().trouble()).isEmpty();
    }

    private static boolean holds(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<String> files(TestDevice device) throws IOException {
        var files = new ArrayList<String>();
        for (String name : device.root.toFile().list()) {
            files.add(
                    name.equals(".till")
                            ? name
                            : name + ": " + device.read(name).orElseThrow());
        }
        files.sort(null);
        return files;
    }

    private static void delete(TestDevice device, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Files.delete(device.root.resolve(file(i)));
        }
    }

    private static String file(int number) {
        return "f" + number;
    }

    private void settle() throws Exception {
        for (int i = 0; i < 3; i++) {
            a.round();
            a.meet(b);
            b.round();
            b.meet(a);
        }
    }
}

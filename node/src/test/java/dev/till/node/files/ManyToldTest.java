package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.file.FilePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rounds for more paths than are compared at a time. */
class ManyToldTest {
    private static final int MANY = 400;

    @TempDir
    private Path directory;

    private TestDevice a;
    private TestDevice b;
    private TestDevice c;

    @BeforeEach
    void open() throws IOException {
        var devices = TestDevice.fleet(directory, "", "a", "b", "c");
        a = devices.get(0).reach(devices.get(1));
        b = devices.get(1).reach(devices.get(0)).reach(devices.get(2));
        c = devices.get(2);
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
        c.close();
    }

    @Test
    void allRenamed_isAccidentThatStops_howeverManyCameWithIt() throws Exception {
        var paths = new ArrayList<FilePath>();
        for (int i = 0; i < MANY; i++) {
            a.write(name(i), "content " + i);
            paths.add(TestDevice.path(name(i)));
            paths.add(TestDevice.path(name(i) + ".locked"));
        }
        a.round();
        for (int i = 0; i < MANY; i++) {
            Files.move(a.root.resolve(name(i)), a.root.resolve(name(i) + ".locked"));
        }

        assertThatThrownBy(() -> a.work.round(paths))
                .isInstanceOf(FilesRefusal.class)
                .hasMessageContaining("--force");

        assertThat(a.told()).doesNotContain("\"deleted\"");
        assertThat(a.work.standing().trouble()).isPresent();
    }

    @Test
    void whatDeletesNothing_isDoneBeforeARefusal_andAccountedFor() throws Exception {
        var paths = new ArrayList<FilePath>();
        for (int i = 0; i < 20; i++) {
            a.write("old" + i, "content");
            paths.add(TestDevice.path("old" + i));
        }
        a.round();
        b.meet(a);
        b.round();
        for (int i = 0; i < 20; i++) {
            Files.delete(a.root.resolve("old" + i));
        }
        paths.add(TestDevice.path("Files"));
        for (int i = 0; i < 2 * MANY; i++) {
            a.write(name(i), "content " + i);
            paths.add(TestDevice.path(name(i)));
        }
        a.write("gone", "told of, and gone before anybody asked for it");
        paths.add(TestDevice.path("gone"));
        a.round();
        Files.delete(a.root.resolve("gone"));
        b.meet(a);

        assertThatThrownBy(() -> b.work.round(paths))
                .isInstanceOfSatisfying(
                        FilesRefusal.class,
                        refusal -> assertThat(refusal.undone()).containsExactly(TestDevice.path("gone")));
        b.work.round(List.of(TestDevice.path("gone")));
        assertThat(b.work.standing().trouble().orElseThrow())
                .as("what was tried again does not hide what is stopped")
                .contains("--force");

        for (int i = 0; i < 2 * MANY; i++) {
            assertThat(b.read(name(i))).contains("content " + i);
        }
        assertThat(b.read("old0")).contains("content");
        assertThat(b.work.diary().newest(5)).allMatch(note -> note.what().equals("file_synced"));
        assertThat(b.told()).contains("file-events/notes");
    }

    @Test
    void namesThatDifferInCaseOnly_areSeenAcrossParts() throws Exception {
        var paths = new ArrayList<FilePath>();
        paths.add(TestDevice.path("Files"));
        for (int i = 0; i < 2 * MANY; i++) {
            a.write(name(i), "content " + i);
            paths.add(TestDevice.path(name(i)));
        }
        a.write("ABOUT", "first");
        a.round();
        c.write("about", "second");
        c.round();
        b.meet(a);
        b.meet(c);
        paths.addAll(List.of(TestDevice.path("ABOUT"), TestDevice.path("about")));

        b.work.round(paths);

        assertThat(b.read("ABOUT")).contains("first");
        assertThat(b.read("about")).isEmpty();
    }

    private static String name(int number) {
        return "Files/f" + number;
    }
}

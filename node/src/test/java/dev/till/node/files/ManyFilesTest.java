package dev.till.node.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.files.round.Applying.Undone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More files than are fetched at a time. */
class ManyFilesTest {
    private static final int FILES = 1300;

    @TempDir
    private Path directory;

    private TestDevice a;
    private TestDevice b;

    @BeforeEach
    void open() throws Exception {
        var devices = TestDevice.fleet(directory, "", "a", "b");
        a = devices.get(0);
        b = devices.get(1);
        b.reach(a);
        for (int i = 0; i < FILES; i++) {
            a.write(name(i), "content " + i);
        }
        a.round();
        b.meet(a);
    }

    @AfterEach
    void close() throws IOException {
        a.close();
        b.close();
    }

    @Test
    void eachComesToItsPlace() throws Exception {
        var round = b.round();

        assertThat(round.outcome().undone()).isEmpty();
        for (int i = 0; i < FILES; i++) {
            assertThat(b.read(name(i))).contains("content " + i);
        }
        assertThat(b.actions()).isEmpty();
        assertThat(b.root.resolve(".till/stage")).isEmptyDirectory();
    }

    @Test
    void oneThatCannotBeHad_isTold_andKeepsNoneAway() throws Exception {
        Files.delete(a.root.resolve(name(0)));
        Files.delete(a.root.resolve(name(FILES - 1)));

        var round = b.round();

        assertThat(round.outcome().undone())
                .extracting(Undone::path)
                .containsExactlyInAnyOrder(TestDevice.path(name(0)), TestDevice.path(name(FILES - 1)));
        assertThat(b.read(name(1))).contains("content 1");
        assertThat(b.read(name(FILES - 2))).contains("content " + (FILES - 2));
    }

    private static String name(int number) {
        return String.format("d%02d/f%04d", number / 100, number);
    }
}

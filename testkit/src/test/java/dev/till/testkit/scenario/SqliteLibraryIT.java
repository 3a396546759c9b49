package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.lab.InLab;
import dev.till.testkit.lab.SmallDisk;
import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where SQLite's machine code lies while nodes come and are killed. */
@InLab(programs = {"mount", "umount"})
class SqliteLibraryIT {

    @TempDir
    Path directory;

    private Path temporary;

    @BeforeEach
    void makeDirectoryForTemporaryFiles() throws IOException {
        temporary = Files.createDirectory(directory.resolve("temporary"));
    }

    @Test
    void nodeThatIsKilled_leavesNoCopyOutsideItsHomeAndOneInIt() throws IOException {
        try (var node = node(directory.resolve("home"))) {
            for (int lives = 0; lives < 3; lives++) {
                node.start();
                node.crash();
            }

            assertThat(libraries(node.home().resolve("run/sqlite"))).hasSize(1);
            assertThat(libraries(temporary)).isEmpty();
        }
    }

    @Test
    void homeFromWhichNoCodeMayBeRun_isServedAllTheSame() throws IOException {
        try (var disk = SmallDisk.mount(directory.resolve("disk"), "32m")) {
            disk.forbidPrograms();
            try (var node = node(disk.path().resolve("home")).start()) {
                node.till("set", "notes/a", "text", "kept").orThrow();

                assertThat(node.till("get", "notes/a", "text").text()).isEqualTo("kept");
                assertThat(libraries(node.home().resolve("run/sqlite"))).isEmpty();
                assertThat(libraries(temporary)).hasSize(1);
            }
        }
    }

    private TillProcess node(Path home) {
        return TillProcess.alone(home).with("TILL_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary);
    }

    private static List<Path> libraries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith("sqlitejdbc.so"))
                    .toList();
        }
    }
}

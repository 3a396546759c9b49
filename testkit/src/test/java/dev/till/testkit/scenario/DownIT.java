package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.process.TillProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop by others than who started it. */
class DownIT {
    /** Starts what follows, and becomes a program that takes no notice of whoever ends. */
    private static final List<String> CARELESS = List.of("sh", "-c", "\"$@\" & exec sleep 600", "sh");

    @TempDir
    Path directory;

    @Test
    void nodeOfAParentThatTakesNoNotice_isStoppedAllTheSame() throws IOException {
        var home = directory.resolve("home");
        try (var parent = TillProcess.alone(home).on(CARELESS).start()) {
            var stat =
                    Path.of("/proc", Files.readString(home.resolve("node.lock")).strip(), "stat");

            var down = TillProcess.alone(home).till("down", "--timeout", "30s");

            assertThat(down.status()).as(down.toString()).isZero();
            assertThat(parent.isAlive()).isTrue();
            assertThat(Files.readString(stat)).as("ended, and listed still").contains(") Z ");
            assertThat(TillProcess.alone(home).till("down").status()).isEqualTo(4);
        }
    }
}

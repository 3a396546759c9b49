package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.testkit.process.Layout;
import dev.till.testkit.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration does what it tells, and leaves nothing behind. */
final class DemoIT {

    @TempDir
    Path temporary;

    @Test
    void demo_showsEverythingAndCleansUp() throws IOException {
        var shown = Program.of(Layout.find().launcher(), "demo")
                .with("JAVA_HOME", Layout.jdk().toString())
                .with("TILL_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .run()
                .orThrow()
                .out();

        assertThat(shown)
                .contains(
                        "each of 3 nodes sees all others",
                        "seen on gamma",
                        "every node shows both values",
                        "settled everywhere",
                        "gamma has all 10000 of them",
                        "all stopped");
        try (var left = Files.list(temporary)) {
            assertThat(left).as("left behind").isEmpty();
        }
    }
}

package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.protocol.json.JsonText;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A laptop that is closed while another machine restarts. */
class SleeperIT {

    @TempDir
    Path directory;

    @Test
    void nodeRestartedWhileAnotherSleeps_isBackAndTheSleeperCatchesUp() {
        try (var fleet = ProcessFleet.onLoopback(directory, 3, "--no-mdns").start()) {
            var awake = fleet.node(0);
            var sleeper = fleet.node(1);
            var restarted = fleet.node(2);

            sleeper.freeze();
            restarted.crash();
            awake.till("set", "notes/a", "text", "while both were away").orThrow();
            restarted.start();

            await().atMost(ProcessFleet.PATIENCE)
                    .untilAsserted(() -> assertThat(read(restarted)).contains("while both"));
            restarted.till("set", "notes/b", "text", "while one slept").orThrow();
            await().atMost(ProcessFleet.PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    awake.till("get", "notes/b", "text").text())
                            .contains("while one"));

            sleeper.thaw();

            fleet.awaitEverywhere("notes/b", "text", JsonText.string("while one slept"));
            fleet.awaitTogether();
            fleet.awaitEqual();
        }
    }

    private static String read(TillProcess node) {
        return node.till("get", "notes/a", "text").text();
    }
}

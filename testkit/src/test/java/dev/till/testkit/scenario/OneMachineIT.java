package dev.till.testkit.scenario;

import dev.till.protocol.json.JsonText;
import dev.till.testkit.process.ProcessFleet;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three homes on one machine that are told of each other. */
class OneMachineIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"--set=mdns=true", "--no-mdns"})
    void threeHomesWithPeersOnLoopback_shareUpdates(String option) {
        try (var fleet = ProcessFleet.onLoopback(directory, 3, option).start()) {
            for (var node : fleet.nodes()) {
                node.till("set", "greetings/" + node, "text", "from " + node).orThrow();
            }

            for (var node : fleet.nodes()) {
                fleet.awaitEverywhere("greetings/" + node, "text", JsonText.string("from " + node));
            }
            fleet.awaitEqual();
        }
    }
}

package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.client.TillClient;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that is killed while it writes, again and again.
 *
 * <p>A few rounds by default; {@code -Dtill.crash.rounds=50} for many.
 */
class CrashIT {

    private static final int ROUNDS = Integer.getInteger("till.crash.rounds", 5);
    private static final long SEED = Long.getLong("till.crash.seed", System.nanoTime());

    @TempDir
    Path directory;

    @Test
    void writerKilledUnderLoad_losesNoAcknowledgedWriteAndShowsNoPartOfOne() throws Exception {
        var random = new Random(SEED);
        var acknowledged = new HashMap<String, String>();
        try (var fleet = ProcessFleet.onLoopback(directory, 3, "--no-mdns").start()) {
            var writer = fleet.node(0);
            for (int round = 0; round < ROUNDS; round++) {
                var load = Load.on(writer.home(), "load/r" + round);
                int enough = 1 + random.nextInt(2000);
                await().atMost(ProcessFleet.PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> load.size() >= enough);
                writer.crash();
                acknowledged.putAll(load.end());
                writer.start();
                assertHolds(writer, acknowledged, "round " + round);
            }
            fleet.awaitEqual();
            for (var node : fleet.nodes()) {
                assertHolds(node, acknowledged, "in the end");
            }
            assertThat(ProcessFleet.state(fleet.node(1), "load")).isEqualTo(ProcessFleet.state(writer, "load"));
        }
    }

    private static void assertHolds(TillProcess node, Map<String, String> acknowledged, String when) throws Exception {
        var held = new HashMap<String, String>();
        try (var client = TillClient.connect(node.home())) {
            for (var reading : client.list("load")) {
                var entity = reading.key().entity().value();
                var field = reading.key().field().value();
                var json = reading.value().orElseThrow().json();
                assertThat(Load.isWhole(entity, field, json))
                        .as("%s of %s on %s, seed %d: %s", field, entity, node, SEED, json)
                        .isTrue();
                held.put(entity + " " + field, json);
            }
        }
        assertThat(held).as("%s on %s, seed %d", when, node, SEED).containsAllEntriesOf(acknowledged);
    }
}

package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.protocol.json.JsonText;
import dev.till.testkit.lab.Avahi;
import dev.till.testkit.lab.InLab;
import dev.till.testkit.lab.Lab;
import dev.till.testkit.process.ProcessFleet;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines on one network that nobody told of each other. */
@InLab(programs = {"avahi-daemon", "avahi-browse", "dbus-daemon"})
class NeighboursIT {

    @TempDir
    Path directory;

    @Test
    void threeMachinesWithNothingConfigured_findEachOtherAndShareUpdates() throws Exception {
        try (var lab = Lab.of(4);
                var beside = Avahi.on(lab.machine(0), Files.createDirectory(directory.resolve("avahi0")));
                var apart = Avahi.on(lab.machine(3), Files.createDirectory(directory.resolve("avahi3")));
                var fleet = ProcessFleet.inLab(lab, directory, 3).start()) {
            for (var node : fleet.nodes()) {
                node.till("set", "greetings/" + node, "text", "from " + node).orThrow();
            }

            for (var node : fleet.nodes()) {
                fleet.awaitEverywhere("greetings/" + node, "text", JsonText.string("from " + node));
            }
            fleet.awaitEqual();
            for (var avahi : new Avahi[] {beside, apart}) {
                await().atMost(ProcessFleet.PATIENCE)
                        .untilAsserted(() -> assertThat(avahi.browse("_till._tcp"))
                                .anyMatch(line -> line.contains("10.99.0.1"))
                                .anyMatch(line -> line.contains("10.99.0.2"))
                                .anyMatch(line -> line.contains("10.99.0.3")));
            }
        }
    }
}

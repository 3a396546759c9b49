package dev.till.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.protocol.json.JsonText;
import dev.till.testkit.lab.InLab;
import dev.till.testkit.lab.Lab;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people write the same field on machines that cannot reach each other. */
@InLab
class PartitionIT {

    @TempDir
    static Path directory;

    private static Lab lab;
    private static ProcessFleet fleet;

    @BeforeAll
    static void open() {
        lab = Lab.of(3);
        fleet = ProcessFleet.inLab(lab, directory, 3).start();
    }

    @AfterAll
    static void close() {
        fleet.close();
        lab.close();
    }

    @BeforeEach
    void whole() {
        lab.heal();
        fleet.awaitTogether();
    }

    @Test
    void sameFieldWrittenOnBothSides_laterTimestampWinsEverywhere() {
        lab.machine(0).cut();
        var one = write(fleet.node(0), "races/first", "written by n0");
        var other = write(fleet.node(1), "races/first", "written by n1");
        var again = write(fleet.node(0), "races/second", "written by n0");

        lab.heal();

        assertThat(other).isAfter(one);
        fleet.awaitEverywhere("races/first", "text", JsonText.string("written by n1"));
        fleet.awaitEverywhere("races/second", "text", JsonText.string("written by n0"));
        assertThat(again).isAfter(other);
        fleet.awaitEqual();
    }

    @Test
    void sameFieldWrittenOnBothSidesUnderSiblings_bothShowEverywhereUntilResolved() {
        fleet.node(0).till("set", "till/policy", "plans", "siblings").orThrow();
        fleet.awaitEverywhere("till/policy", "plans", JsonText.string("siblings"));
        lab.machine(0).cut();
        write(fleet.node(0), "plans/trip", "sea");
        write(fleet.node(1), "plans/trip", "mountains");

        lab.heal();

        fleet.nodes()
                .forEach(node -> await().atMost(ProcessFleet.PATIENCE)
                        .untilAsserted(() -> assertThat(
                                        node.till("conflicts", "--json").out())
                                .contains("plans/trip", "sea", "mountains")));

        fleet.node(2).till("resolve", "plans/trip", "text", "--value", "both").orThrow();

        fleet.awaitEverywhere("plans/trip", "text", JsonText.string("both"));
        fleet.nodes()
                .forEach(node -> await().atMost(ProcessFleet.PATIENCE)
                        .untilAsserted(() -> assertThat(
                                        node.till("conflicts", "--json").out())
                                .doesNotContain("plans/trip")));
    }

    private static Instant write(TillProcess node, String entity, String text) {
        node.till("set", entity, "text", text).orThrow();
        return Instant.parse(node.json("get", entity, "text").path("timestamp").asText());
    }
}

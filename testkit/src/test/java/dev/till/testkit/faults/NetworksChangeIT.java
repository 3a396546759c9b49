package dev.till.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.json.JsonMembers;
import dev.till.testkit.lab.InLab;
import dev.till.testkit.lab.Lab;
import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.TillProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet whose networks are parted, joined and numbered anew. */
@InLab
class NetworksChangeIT {

    @TempDir
    static Path directory;

    private static Lab lab;
    private static ProcessFleet fleet;

    @BeforeAll
    static void open() {
        lab = Lab.of(4);
        fleet = ProcessFleet.inLab(lab, directory, 4).start();
    }

    @AfterAll
    static void close() {
        fleet.close();
        lab.close();
    }

    @Test
    void partsThatBootedApart_becomeOneWithoutAHuman() {
        // The part with the founder is the smaller one.
        var one = List.of(fleet.node(0));
        var other = List.of(fleet.node(1), fleet.node(2), fleet.node(3));
        fleet.nodes().forEach(TillProcess::crash);
        for (int i = 1; i < 4; i++) {
            lab.machine(0).part(lab.machine(i));
        }
        fleet.nodes().forEach(TillProcess::start);
        Nodes.note(fleet.node(0), "of-one-part");
        Nodes.note(fleet.node(3), "of-the-other-part");
        Nodes.awaitWhole(one);
        Nodes.awaitWhole(other);
        var pids = fleet.nodes().stream().map(TillProcess::pid).toList();

        lab.heal();

        Nodes.awaitWhole(fleet.nodes());
        assertThat(Nodes.notes(fleet.node(0))).contains("of-one-part", "of-the-other-part");
        assertThat(fleet.nodes()).allMatch(TillProcess::isAlive);
        assertThat(fleet.nodes()).map(TillProcess::pid).isEqualTo(pids);
    }

    @Test
    void machineWithANewAddress_isBackUnderTheSameDeviceId() {
        var moved = fleet.node(2);
        var device = device(moved);

        lab.machine(2).move("10.99.7.7");
        Nodes.note(moved, "of-the-moved-one");

        Nodes.awaitWhole(fleet.nodes());
        assertThat(device(moved)).isEqualTo(device);
        assertThat(addressOf(device, fleet.node(0))).startsWith("10.99.7.7:");
        assertThat(Nodes.notes(fleet.node(0))).contains("of-the-moved-one");
    }

    private static String device(TillProcess node) {
        return node.status().object("node").orElseThrow().text("device");
    }

    /** Where a node knows a peer to be. */
    private static String addressOf(String device, TillProcess node) {
        return node.status().list("peers").stream()
                .map(JsonMembers::parse)
                .filter(peer -> peer.text("device").equals(device))
                .map(peer -> peer.text("address"))
                .findFirst()
                .orElseThrow();
    }
}

package dev.till.testkit.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@InLab(programs = {"avahi-daemon", "avahi-browse", "avahi-publish", "dbus-daemon", "vde_switch", "wirefilter"})
@Tag("patient")
class LabIT {

    private static Lab lab;

    @BeforeAll
    static void open() {
        lab = Lab.of(3);
    }

    @AfterEach
    void heal() {
        lab.heal();
    }

    @AfterAll
    static void close() {
        lab.close();
        assertThat(Namespace.all().map(Namespace::name))
                .noneMatch(name -> name.startsWith("till-lab." + Owner.self().pid()));
    }

    @Test
    void freshLab_everyMachineReachesEveryOther() {
        for (var from : lab.machines()) {
            for (var to : lab.machines()) {
                assertThat(reaches(from, to)).isTrue();
            }
        }
    }

    @Test
    void cutMachine_isReachedByNobodyUntilHealed() {
        lab.machine(0).cut();

        assertThat(reaches(lab.machine(1), lab.machine(0))).isFalse();
        assertThat(reaches(lab.machine(1), lab.machine(2))).isTrue();

        lab.machine(0).heal();

        assertThat(reaches(lab.machine(1), lab.machine(0))).isTrue();
    }

    @Test
    void badWire_repeatsWhatPassesUntilHealed() {
        lab.machine(0).distort(new Distortion(20, 10, 50));

        long before = unwanted(lab.machine(1));
        sendDatagrams(lab.machine(0), lab.machine(1), 50);
        await().until(() -> unwanted(lab.machine(1)) > before + 50);

        lab.machine(0).heal();
        assertThat(reaches(lab.machine(0), lab.machine(1))).isTrue();
    }

    @Test
    void partedPair_bothStillReachTheThird() {
        lab.machine(0).part(lab.machine(1));

        assertThat(reaches(lab.machine(0), lab.machine(1))).isFalse();
        assertThat(reaches(lab.machine(0), lab.machine(2))).isTrue();
        assertThat(reaches(lab.machine(2), lab.machine(1))).isTrue();
    }

    @Test
    void movedMachine_isReachedAtItsNewAddress() {
        var machine = lab.machine(2);
        var before = machine.address();

        machine.move("10.99.7.7");

        assertThat(reaches(lab.machine(0), machine)).isTrue();
        machine.move(before);
        assertThat(reaches(lab.machine(0), machine)).isTrue();
    }

    @Test
    void serviceAnnouncedOnOneMachine_isSeenByAvahiOnAnother(@TempDir Path one, @TempDir Path two) throws Exception {
        try (var announcer = Avahi.on(lab.machine(0), one);
                var browser = Avahi.on(lab.machine(1), two)) {
            var service = announcer.publish("here", "_lab._tcp", 7270, "a=b");

            await().untilAsserted(() -> assertThat(browser.browse("_lab._tcp"))
                    .anyMatch(line -> line.contains("here") && line.contains("10.99.0.1") && line.contains("a=b")));
            service.destroy();
        }
    }

    /** To a port where nobody listens. */
    private static void sendDatagrams(Machine from, Machine to, int count) {
        var send = "for i in $(seq " + count + "); do echo $i >/dev/udp/" + to.address() + "/9; done";
        // An answer that nobody listens may come back before the last one is sent, as an error of that one.
        from.program("bash", "-c", send).run();
    }

    /** How many datagrams have come to a port where nobody listens. */
    private static long unwanted(Machine machine) {
        var counters = machine.program("cat", "/proc/net/snmp")
                .run()
                .orThrow()
                .out()
                .lines()
                .filter(line -> line.startsWith("Udp:"))
                .map(line -> List.of(line.split(" ")))
                .toList();
        return Long.parseLong(counters.get(1).get(counters.get(0).indexOf("NoPorts")));
    }

    private static boolean reaches(Machine from, Machine to) {
        // Nothing listens there: who is reached refuses at once, who is not keeps silent.
        var knock = "exec 3<>/dev/tcp/" + to.address() + "/1";
        return from.program("timeout", "1", "bash", "-c", knock).run().err().contains("refused");
    }
}

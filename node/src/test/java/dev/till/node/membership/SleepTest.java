package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.message.Endpoint;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What one sleeping machine must not keep the others from. The sleeper is a real process under SIGSTOP. */
@EnabledOnOs(OS.LINUX)
class SleepTest {
    private final ActorTestKit kit = ActorTestKit.create();
    private final TestFleet fleet = new TestFleet(3);
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::crash);
        kit.shutdownTestKit();
    }

    @Test
    void restartedWhileAnotherSleeps_isBackInSeconds() throws Exception {
        var one = start(0, TestFleet.listen());
        awaitReachable(1, one);
        var two = start(1, TestFleet.listen(), one.endpoint());
        var sleeper = TestFleet.listen().endpoint();
        try (var asleep = NodeProcess.start(3, 2, sleeper, one.endpoint(), two.endpoint())) {
            awaitReachable(3, one, two);
            awaitSettled(one, two);
            asleep.sleep();
            awaitReachable(2, one, two);

            two.crashAndWait();
            var again = start(1, two.listen, one.endpoint(), sleeper);

            await().untilAsserted(() ->
                    assertThat(again.state().reachable()).contains(fleet.key(0).id()));
            assertThat(one.state().incarnation()).isEqualTo(1);

            asleep.wake();
            awaitReachable(3, one, again);
        }
    }

    @Test
    void restartedWhileAllOthersSleep_servesAloneAndIsTakenBackWhenTheyWake() throws Exception {
        var sleeper = TestFleet.listen().endpoint();
        try (var asleep = NodeProcess.start(3, 2, sleeper)) {
            var one = start(0, TestFleet.listen(), sleeper);
            awaitReachable(2, one);
            awaitSettled(one);
            var born = one.state().born();
            asleep.sleep();
            one.crashAndWait();

            var again = start(0, one.listen, sleeper);
            awaitReachable(1, again);

            asleep.wake();
            awaitReachable(2, again);
            assertThat(again.state().born()).isEqualTo(born);
        }
    }

    private TestNode start(int device, ListenAddress listen, Endpoint... peers) {
        var spec = fleet.spec(device, TestFleet.settings());
        var node = new TestNode(kit, listen, spec, fleet.roster(), List.of(peers));
        nodes.add(node);
        return node;
    }

    /** A member that is not up yet is watched over by nobody, so a test must not put it to sleep. */
    private static void awaitSettled(TestNode... nodes) {
        await().untilAsserted(() -> {
            for (var node : nodes) {
                assertThat(node.state().settled()).isTrue();
            }
        });
    }

    private static void awaitReachable(int devices, TestNode... nodes) {
        await().untilAsserted(() -> {
            for (var node : nodes) {
                assertThat(node.state().reachable()).hasSize(devices);
            }
        });
    }
}

package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.discovery.ListedPeers;
import dev.till.node.message.Endpoint;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.MembershipCommand;
import dev.till.node.message.Peer;
import dev.till.node.message.Roster;
import dev.till.node.trust.Firewall;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.remote.artery.tcp.SSLEngineProviderSetup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MembershipTest {

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestFleet fleet = new TestFleet(4);
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(TestNode::crash);
        kit.shutdownTestKit();
    }

    @Test
    void alone_foundsAClusterAtOnce() {
        var node = start(0);

        awaitCluster(node);
        assertThat(node.state().incarnation()).isEqualTo(1);
        assertThat(node.state().founder()).contains(fleet.key(0).id());
    }

    @Test
    void threeStartedTogether_becomeOneCluster() {
        var one = start(0);
        var two = start(1, one.endpoint());
        var three = start(2, one.endpoint(), two.endpoint());

        awaitCluster(one, two, three);
    }

    @Test
    void twoClustersThatMeet_becomeTheOlderOne() {
        var older = start(0);
        awaitCluster(older);
        var younger = start(1);
        awaitCluster(younger);
        var youngersFriend = start(2, younger.endpoint());
        awaitCluster(younger, youngersFriend);

        older.peers.add(younger.endpoint());

        awaitCluster(older, younger, youngersFriend);
        assertThat(older.state().incarnation()).isEqualTo(1);
        assertThat(younger.state().incarnation()).isEqualTo(2);
        assertThat(younger.state().born()).isEqualTo(older.state().born());
    }

    @Test
    void peersComeAndLeave_isToldToTheFleet() {
        var one = start(0);
        var two = start(1, one.endpoint());
        var three = start(2, one.endpoint());
        one.awaitSeen(id(1), Peer.State.UP);
        one.awaitSeen(id(2), Peer.State.UP);

        // Who has not noticed yet that it was let in just goes.
        awaitCluster(one, two, three);
        two.leave();
        one.awaitSeen(id(1), Peer.State.LEFT);
    }

    @Test
    void partedAndHealed_isOneClusterAgain() {
        var firewall = new Firewall();
        var one = start(0, TestFleet.listen(), firewall);
        awaitCluster(one);
        var two = start(1, one.endpoint());
        awaitCluster(one, two);

        firewall.block(List.of(id(1)));
        awaitCluster(one);
        firewall.block(List.of());

        awaitCluster(one, two);
    }

    @Test
    void removedWhileParted_comesBackAsANewIncarnation() {
        var firewall = new Firewall();
        var parted = start(2, TestFleet.listen(), firewall);
        awaitCluster(parted);
        var one = start(0, parted.endpoint());
        var two = start(1, parted.endpoint(), one.endpoint());
        awaitCluster(parted, one, two);
        firewall.block(List.of(id(0), id(1)));
        awaitCluster(one, two);

        // Somebody arrives, so who is out of reach has to go.
        two.tell(new MembershipCommand.Recreate("a test asks for it"));
        await().until(() -> two.state().incarnation() == 2);
        awaitCluster(one, two);
        firewall.block(List.of());

        awaitCluster(one, two, parted);
        assertThat(parted.state().incarnation()).isGreaterThan(1);
    }

    @Test
    void revokedMember_isRemoved() {
        var one = start(0);
        awaitCluster(one);
        var two = start(1, one.endpoint());
        awaitCluster(one, two);

        one.tell(new MembershipCommand.RosterChanged(fleet.rosterWithout(1)));
        two.tell(new MembershipCommand.RosterChanged(fleet.rosterWithout(1)));

        awaitCluster(one);
        await().until(() -> !two.state().joined());
    }

    @Test
    void enrolledIntoAnotherFleet_startsAnewThere() {
        var one = start(0);
        awaitCluster(one);
        var elsewhere = new Roster(new FleetId("0".repeat(32)), fleet.roster().enrolled(), Set.of());

        one.tell(new MembershipCommand.RosterChanged(elsewhere));

        await().until(() -> one.state().incarnation() == 2);
        awaitCluster(one);
        assertThat(one.state().lastEnd())
                .hasValueSatisfying(why -> assertThat(why).contains("enrolled into fleet"));
    }

    @Test
    void portTakenWhileTheNodeRuns_isTriedAgain() throws IOException {
        var listen = TestFleet.listen();
        TestNode one;
        try (var taken = new ServerSocket(listen.endpoint().port(), 1, InetAddress.getLoopbackAddress())) {
            one = start(0, listen);
            await().until(() -> one.state().lastEnd().isPresent());
            assertThat(taken.isBound()).isTrue();
        }

        awaitCluster(one);
    }

    @Test
    void crashedAndRestartedAtTheSameAddress_isBack() {
        var one = start(0);
        awaitCluster(one);
        var two = start(1, one.endpoint());
        awaitCluster(one, two);

        two.crashAndWait();
        var again = start(1, two.listen, one.endpoint());

        awaitCluster(one, again);
        assertThat(one.state().incarnation()).isEqualTo(1);
    }

    @Test
    void stoppedWhileAPeerDoesNotAnswer_freesItsPort() throws IOException {
        var one = start(0);
        awaitCluster(one);
        try (var silent =
                new Socket(InetAddress.getLoopbackAddress(), one.endpoint().port())) {
            silent.getOutputStream().write(new byte[] {22, 3, 1, 1});

            one.crashAndWait();

            assertThat(silent.isClosed()).isFalse();
        }
    }

    @Test
    void stoppedWhileItOpens_leavesNoClusterSystemBehind() {
        var opening = new CompletableFuture<ActorSystem>();
        var stopped = new CompletableFuture<Void>();
        var usual = fleet.spec(0, TestFleet.settings());
        var slow = new ClusterSpec(
                usual.self(),
                usual.settings(),
                SSLEngineProviderSetup.create(system -> {
                    opening.complete(system);
                    stopped.join();
                    return ((SSLEngineProviderSetup) usual.tls())
                            .sslEngineProvider()
                            .apply(system);
                }),
                usual.tlsConfig(),
                usual.outOfReach(),
                usual.guest());
        var node = new TestNode(kit, TestFleet.listen(), slow, fleet.roster(), List.of());
        var system = opening.join();

        node.crash();
        stopped.complete(null);

        await().until(() -> system.whenTerminated().isCompleted());
        assertThat(node.listen.isFree()).isTrue();
    }

    @Test
    void aTwinThatHasNotHeard_isTold_byOneThatJoinsNothing() {
        var original = start(0);
        awaitCluster(original);
        var met = new CopyOnWriteArrayList<Twin>();
        var joined = new CopyOnWriteArrayList<Incarnation.Progress>();
        var tools = new IncarnationTools(
                fleet.spec(0, TestFleet.settings()),
                new Scout.Sources(new ListedPeers(List::of), new Dialler(), TestFleet.settings()),
                announced -> {},
                kit.<FleetCommand>createTestProbe().ref(),
                InstantSource.system(),
                new Life(Long.MAX_VALUE, 1),
                met::add);
        var plan = new IncarnationPlan(
                1, TestFleet.listen(), fleet.roster(), Optional.empty(), List.of(), Optional.of(original.endpoint()));

        var telling = kit.spawn(Incarnation.create(plan, tools, joined::add, ended -> {}));

        await().untilAsserted(() -> {
            assertThat(original.twins).isNotEmpty().noneMatch(Twin::yield);
            assertThat(met).contains(new Twin(original.endpoint(), true, true));
        });
        assertThat(joined).isEmpty();
        assertThat(original.state().reachable()).hasSize(1);
        kit.stop(telling);
    }

    private TestNode start(int device, Endpoint... peers) {
        return start(device, TestFleet.listen(), peers);
    }

    private TestNode start(int device, ListenAddress listen, Endpoint... peers) {
        return start(device, listen, new Firewall(), peers);
    }

    private TestNode start(int device, ListenAddress listen, Firewall firewall, Endpoint... peers) {
        var spec = fleet.spec(device, TestFleet.settings(), firewall);
        var node = new TestNode(kit, listen, spec, fleet.roster(), List.of(peers));
        nodes.add(node);
        return node;
    }

    private DeviceId id(int device) {
        return fleet.key(device).id();
    }

    private static void awaitCluster(TestNode... together) {
        await().untilAsserted(() -> {
            for (var node : together) {
                assertThat(node.state().settled()).isTrue();
                assertThat(node.state().reachable()).hasSize(together.length);
                assertThat(node.state().born()).isEqualTo(together[0].state().born());
            }
        });
    }
}

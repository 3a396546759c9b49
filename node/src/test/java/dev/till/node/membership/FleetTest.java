package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Patience;
import dev.till.node.message.Durable;
import dev.till.node.message.Endpoint;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.FleetCommand.AwaitApplied;
import dev.till.node.message.FleetCommand.PeerApplied;
import dev.till.node.message.FleetCommand.PeerList;
import dev.till.node.message.FleetCommand.PeerSeen;
import dev.till.node.message.FleetCommand.Reached;
import dev.till.node.message.FleetCommand.SubscribeStable;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.Peer;
import dev.till.node.message.Roster;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.VersionVector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final DeviceId SELF = new DeviceId(1, 0, 0);
    private static final DeviceId PI = new DeviceId(2, 0, 0);
    private static final DeviceId LAPTOP = new DeviceId(3, 0, 0);
    private static final Endpoint AT_PI = new Endpoint("10.0.0.2", 7270);

    @TempDir
    Path home;

    private final ActorTestKit kit = ActorTestKit.create();
    private final TestProbe<JournalCommand> journal = kit.createTestProbe();

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void enrolledButNeverSeen_hasLeftAndAppliedNothing() {
        var fleet = fleet(NOON);

        assertThat(peers(fleet))
                .containsExactly(
                        new Peer(
                                PI,
                                new DeviceName("pi"),
                                Peer.State.LEFT,
                                Optional.empty(),
                                Optional.empty(),
                                DotSet.EMPTY),
                        new Peer(
                                LAPTOP,
                                new DeviceName("laptop"),
                                Peer.State.LEFT,
                                Optional.empty(),
                                Optional.empty(),
                                DotSet.EMPTY));
    }

    @Test
    void seenPeer_isListedWithItsAddressAndWhatItApplied() {
        var fleet = fleet(NOON);

        fleet.tell(new PeerSeen(PI, Peer.State.UP, AT_PI));
        fleet.tell(new PeerApplied(PI, upTo(SELF, 4)));

        assertThat(peers(fleet).get(0))
                .isEqualTo(new Peer(
                        PI,
                        new DeviceName("pi"),
                        Peer.State.UP,
                        Optional.of("10.0.0.2:7270"),
                        Optional.of(NOON),
                        upTo(SELF, 4)));
    }

    @Test
    void awaitApplied_isAnsweredWhenEnoughDevicesHaveIt() {
        var fleet = fleet(NOON);
        TestProbe<Reached> waiter = kit.createTestProbe();
        durable(upTo(SELF, 1));

        fleet.tell(new AwaitApplied(new Dot(SELF, 1), 2, Patience.LIMIT, waiter.ref()));
        fleet.tell(new PeerApplied(PI, upTo(SELF, 1)));

        assertThat(waiter.receiveMessage()).isEqualTo(new Reached(2, List.of(LAPTOP), true));
    }

    @Test
    void awaitApplied_tellsAfterItsTimeWhoIsMissing() {
        var fleet = fleet(NOON);
        TestProbe<Reached> waiter = kit.createTestProbe();
        durable(upTo(SELF, 1));

        fleet.tell(new AwaitApplied(new Dot(SELF, 1), 3, Duration.ofMillis(20), waiter.ref()));

        assertThat(waiter.receiveMessage()).isEqualTo(new Reached(1, List.of(PI, LAPTOP), false));
    }

    @Test
    void stable_isWhatEveryEnrolledDeviceHas() {
        var fleet = fleet(NOON);
        TestProbe<VersionVector> subscriber = kit.createTestProbe();
        fleet.tell(new SubscribeStable(subscriber.ref()));
        subscriber.expectMessage(VersionVector.EMPTY);

        durable(upTo(SELF, 9));
        fleet.tell(new PeerApplied(PI, upTo(SELF, 7)));
        fleet.tell(new PeerApplied(LAPTOP, upTo(SELF, 5)));

        subscriber.expectMessage(VersionVector.of(new Dot(SELF, 5)));
    }

    @Test
    void stable_doesNotWaitForTheRevoked() {
        var fleet = fleet(NOON);
        TestProbe<VersionVector> subscriber = kit.createTestProbe();
        fleet.tell(new SubscribeStable(subscriber.ref()));
        subscriber.expectMessage(VersionVector.EMPTY);
        durable(upTo(SELF, 9));
        fleet.tell(new PeerApplied(PI, upTo(SELF, 7)));

        var full = roster();
        var shorter = new TreeMap<>(full.enrolled());
        shorter.remove(LAPTOP);
        fleet.tell(new FleetCommand.RosterChanged(new Roster(full.fleet(), shorter, Set.of(LAPTOP))));

        subscriber.expectMessage(VersionVector.of(new Dot(SELF, 7)));
    }

    @Test
    void closedAndStartedAgain_remembersAddressesAndHeads() {
        var fleet = fleet(NOON);
        fleet.tell(new PeerSeen(PI, Peer.State.UP, AT_PI));
        fleet.tell(new PeerApplied(PI, upTo(SELF, 4)));
        fleet.tell(new FleetCommand.Close());
        TestProbe<Object> watcher = kit.createTestProbe();
        watcher.expectTerminated(fleet);

        var again = fleet(NOON.plusSeconds(60));

        assertThat(peers(again).get(0))
                .isEqualTo(new Peer(
                        PI,
                        new DeviceName("pi"),
                        Peer.State.LEFT,
                        Optional.of("10.0.0.2:7270"),
                        Optional.of(NOON),
                        upTo(SELF, 4)));
        assertThat(PeerFile.ofHome(home).endpoints()).containsExactly(AT_PI);
    }

    /** By table: a device that was away for longer than the retention time no longer holds compaction back. */
    @Test
    void stable_doesNotWaitPastRetention() {
        var table = new FleetTable(SELF, Duration.ofDays(30), List.of());
        table.roster(roster());
        table.own(upTo(SELF, 3));
        table.seen(new PeerSeen(PI, Peer.State.UP, AT_PI), NOON);
        table.applied(PI, upTo(SELF, 3));

        assertThat(table.stable(NOON.plus(Duration.ofDays(29)))).isEqualTo(VersionVector.EMPTY);
        assertThat(table.stable(NOON.plus(Duration.ofDays(31)))).isEqualTo(VersionVector.of(new Dot(SELF, 3)));
    }

    private ActorRef<FleetCommand> fleet(Instant now) {
        var fleet = kit.spawn(Fleet.create(new Fleet.Tools(
                SELF, Duration.ofDays(30), PeerFile.ofHome(home), journal.ref(), InstantSource.fixed(now))));
        fleet.tell(new FleetCommand.RosterChanged(roster()));
        return fleet;
    }

    private void durable(DotSet applied) {
        journal.expectMessageClass(JournalCommand.Subscribe.class)
                .subscriber()
                .tell(new Durable(List.of(), SELF, applied, 1));
    }

    private List<Peer> peers(ActorRef<FleetCommand> fleet) {
        TestProbe<PeerList> probe = kit.createTestProbe();
        fleet.tell(new FleetCommand.Peers(probe.ref()));
        return probe.receiveMessage().peers();
    }

    private static Roster roster() {
        var enrolled = new TreeMap<DeviceId, Roster.Enrolled>();
        enrolled.put(SELF, new Roster.Enrolled(new DeviceName("self"), NOON));
        enrolled.put(PI, new Roster.Enrolled(new DeviceName("pi"), NOON));
        enrolled.put(LAPTOP, new Roster.Enrolled(new DeviceName("laptop"), NOON));
        return new Roster(new FleetId("0".repeat(32)), enrolled, Set.of());
    }

    private static DotSet upTo(DeviceId device, long seq) {
        return DotSet.of(VersionVector.of(new Dot(device, seq)));
    }
}

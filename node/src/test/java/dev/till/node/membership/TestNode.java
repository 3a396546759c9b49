package dev.till.node.membership;

import static org.awaitility.Awaitility.await;

import dev.till.node.discovery.ListedPeers;
import dev.till.node.message.Endpoint;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.MembershipCommand;
import dev.till.node.message.MembershipCommand.ClusterState;
import dev.till.node.message.Peer;
import dev.till.node.message.Roster;
import dev.till.protocol.id.DeviceId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A membership actor with a real cluster system under it and peers that the test decides on. */
final class TestNode {
    final ListenAddress listen;
    final List<Endpoint> peers = new CopyOnWriteArrayList<>();

    final List<Twin> twins = new CopyOnWriteArrayList<>();

    private static final AtomicLong LIVES = new AtomicLong();
    private final Map<DeviceId, Peer.State> seen = new ConcurrentHashMap<>();
    private final ActorTestKit kit;
    private final ActorRef<MembershipCommand> membership;

    TestNode(ActorTestKit kit, ListenAddress listen, ClusterSpec spec, Roster roster, List<Endpoint> known) {
        this.kit = kit;
        this.listen = listen;
        peers.addAll(known);
        membership = kit.spawn(Membership.create(
                listen,
                new Membership.Tools(
                        spec,
                        new ListedPeers(() -> peers),
                        announced -> {},
                        kit.spawn(fleet()),
                        InstantSource.system(),
                        new Life(LIVES.incrementAndGet(), 1),
                        twins::add)));
        membership.tell(new MembershipCommand.RosterChanged(roster));
    }

    Endpoint endpoint() {
        return listen.endpoint();
    }

    void tell(MembershipCommand command) {
        membership.tell(command);
    }

    ClusterState state() {
        TestProbe<ClusterState> probe = kit.createTestProbe();
        membership.tell(new MembershipCommand.Describe(probe.ref()));
        return probe.receiveMessage();
    }

    /** Waits until the last that the view of the fleet was told of that device is this. */
    void awaitSeen(DeviceId device, Peer.State state) {
        await().until(() -> seen.get(device) == state);
    }

    private Behavior<FleetCommand> fleet() {
        return Behaviors.receive(FleetCommand.class)
                .onMessage(FleetCommand.PeerSeen.class, peer -> {
                    seen.put(peer.device(), peer.state());
                    return Behaviors.same();
                })
                .build();
    }

    /** Leaves and waits until the port is free. */
    void leave() {
        TestProbe<Done> probe = kit.createTestProbe();
        membership.tell(new MembershipCommand.Leave(probe.ref()));
        probe.receiveMessage();
    }

    /** Is gone without a word, as after a crash. */
    void crash() {
        kit.stop(membership);
    }

    /** The same, and waits until the port is free. */
    void crashAndWait() {
        crash();
        await().until(listen::isFree);
    }
}

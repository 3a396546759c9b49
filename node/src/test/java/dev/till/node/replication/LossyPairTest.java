package dev.till.node.replication;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static org.awaitility.Awaitility.await;

import dev.till.node.message.Durable;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.replication.catchup.CatchUp;
import dev.till.node.replication.catchup.Library;
import dev.till.node.replication.catchup.PullSettings;
import dev.till.node.replication.census.Census;
import dev.till.node.replication.clock.Clocks;
import dev.till.node.replication.gossip.HeadGossip;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.Reachable;
import dev.till.node.replication.push.Door;
import dev.till.node.replication.push.PushSettings;
import dev.till.node.replication.push.Pusher;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.VersionVector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two nodes whose messages are lost, doubled, swapped and cut short on the way. Distributed Data takes no part. */
final class LossyPairTest {
    private static final PushSettings PUSH =
            new PushSettings(64 << 10, 16, Duration.ofSeconds(2), Duration.ofSeconds(5));
    private static final PullSettings PULL = new PullSettings(
            Duration.ofMillis(50),
            Duration.ofMillis(150),
            4,
            Duration.ofMillis(20),
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            2,
            Duration.ofSeconds(5));

    private final ActorTestKit testKit = ActorTestKit.create();
    private Node a = new Node(A);
    private Node b = new Node(B);

    @AfterEach
    void stop() {
        testKit.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverTheWireDoes_bothEndUpWithEverything(long seed) {
        connect(seed, 0.2);

        for (int i = 0; i < 50; i++) {
            a.write(40, "from-a/" + i, "\"value\"");
            b.write(20, "from-b/" + i, "\"value\"");
        }
        a.write(1, "large", Samples.text(400_000));

        awaitEqual(3_001);
    }

    @Test
    void snapshot_comesThroughALossyWireToo() {
        for (int i = 0; i < 200; i++) {
            a.write(10, "things/" + i % 150, "\"value\"");
        }
        a.journal.tell(new MemoryJournal.Compact());

        connect(11, 0.1);

        awaitEqual(2_000);
    }

    @Test
    void peerThatStartsAnew_isServedAgain() {
        connect(5, 0);
        a.write(10, "before", "1");
        awaitEqual(10);

        b.disconnect();
        a.write(1_000, "meanwhile", "2");
        connect(6, 0);

        awaitEqual(1_010);
    }

    private void awaitEqual(long size) {
        await().until(() -> a.applied.size() == size && b.applied.equals(a.applied));
    }

    private void connect(long seed, double mischief) {
        a.reach(B, wireTo(b, new Random(seed), mischief));
        b.reach(A, wireTo(a, new Random(seed + 100), mischief));
    }

    private ActorRef<PeerMessage> wireTo(Node node, Random random, double mischief) {
        var held = new ArrayList<PeerMessage>();
        return testKit.spawn(Behaviors.receiveMessage(message -> {
            if (random.nextDouble() < mischief) {
                switch (random.nextInt(4)) {
                    case 0 -> held.add(message);
                    case 1 -> maim(message, node);
                    case 2 -> {
                        node.door.tell(message);
                        node.door.tell(message);
                    }
                    default -> {}
                }
                return Behaviors.same();
            }
            node.door.tell(message);
            held.forEach(node.door::tell);
            held.clear();
            return Behaviors.same();
        }));
    }

    /** What carries content comes cut short; everything else is lost. */
    private static void maim(PeerMessage message, Node node) {
        if (message instanceof PeerMessage.Push push && push.batch().length() > 0) {
            var batch = push.batch().slice(0, push.batch().length() - 1);
            node.door.tell(new PeerMessage.Push(push.from(), push.number(), batch));
        } else if (message instanceof PeerMessage.PagePart part && part.bytes().length() > 0) {
            var bytes = part.bytes().slice(0, part.bytes().length() - 1);
            node.door.tell(new PeerMessage.PagePart(part.from(), part.request(), part.index(), part.count(), bytes));
        }
    }

    /** One node's replication without its gossip. */
    private final class Node {
        final ActorRef<Object> journal;
        final ActorRef<PeerMessage> door;
        volatile DotSet applied = DotSet.EMPTY;
        private final List<ActorRef<Reachable>> subscribers = new ArrayList<>();
        private volatile Reachable reachable = Reachable.NOBODY;

        Node(DeviceId id) {
            journal = testKit.spawn(MemoryJournal.create(id));
            ActorRef<Neighbours.Command> neighbours = testKit.spawn(neighbours());
            ActorRef<JournalCommand> appends = journal.narrow();
            ActorRef<HistoryCommand> history = journal.narrow();
            ActorRef<FleetCommand> fleet = testKit.system().ignoreRef();
            ActorRef<HeadGossip.Command> gossip = testKit.system().ignoreRef();
            var catchUp = testKit.spawn(CatchUp.create(id, PULL, appends));
            var library = testKit.spawn(Library.create(id, history, neighbours));
            var census = testKit.spawn(Census.create(
                    id,
                    Duration.ofMillis(50),
                    fleet,
                    neighbours,
                    gossip,
                    (survey, urgent) -> catchUp.tell(new CatchUp.Offered(
                            survey.offers(), survey.reachable().peers(), urgent))));
            List<Consumer<Durable>> followers = List.of(
                    durable -> applied = durable.applied(),
                    durable -> catchUp.tell(new CatchUp.Written(durable)),
                    durable -> census.tell(new Census.Written(durable)));
            var pusher = testKit.spawn(Pusher.create(id, PUSH, appends, neighbours, followers));
            ActorRef<Clocks.Command> clocks = testKit.system().ignoreRef();
            door = testKit.spawn(
                    Door.create(PUSH, appends, neighbours, new Rooms(pusher, census, library, catchUp, clocks)));
        }

        void write(int count, String entity, String json) {
            var writes = new ArrayList<JournalCommand.Write>();
            for (int i = 0; i < count; i++) {
                writes.add(new JournalCommand.Write(
                        RegisterKey.of(entity, "f" + i), new Value(json), VersionVector.EMPTY, Optional.empty()));
            }
            journal.tell(new JournalCommand.AppendLocal(writes, testKit.system().ignoreRef()));
        }

        synchronized void reach(DeviceId peer, ActorRef<PeerMessage> ref) {
            var peers = new TreeMap<DeviceId, ActorRef<PeerMessage>>();
            peers.put(peer, ref);
            tell(new Reachable(peers));
        }

        synchronized void disconnect() {
            tell(Reachable.NOBODY);
        }

        private void tell(Reachable now) {
            reachable = now;
            subscribers.forEach(subscriber -> subscriber.tell(now));
        }

        private synchronized void subscribe(ActorRef<Reachable> subscriber) {
            subscribers.add(subscriber);
            subscriber.tell(reachable);
        }

        private Behavior<Neighbours.Command> neighbours() {
            return Behaviors.receiveMessage(command -> {
                if (command instanceof Neighbours.Subscribe subscribe) {
                    subscribe(subscribe.subscriber());
                }
                return Behaviors.same();
            });
        }
    }
}

package dev.till.node.replication.push;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.datagram;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.Recorded;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.Push;
import dev.till.node.replication.link.Reachable;
import java.util.List;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PusherTest {
    /** More small pushes than may be under way unanswered. */
    private static final int MANY = 10;

    private final TestInbox<JournalCommand> journal = TestInbox.create();
    private final TestInbox<Neighbours.Command> neighbours = TestInbox.create();
    private final TestInbox<PeerMessage> peer = TestInbox.create();
    private final BehaviorTestKit<Pusher.Command> pusher = BehaviorTestKit.create(
            Pusher.create(A, PushSettings.defaults(), journal.getRef(), neighbours.getRef(), List.of()));
    private final ActorRef<Durable> batches = ((JournalCommand.Subscribe) journal.receiveMessage()).subscriber();
    private long written;

    @BeforeEach
    void bringThePeerIntoReach() {
        var peers = new TreeMap<>(java.util.Map.of(B, peer.getRef()));
        ((Neighbours.Subscribe) neighbours.receiveMessage()).subscriber().tell(new Reachable(peers));
        pusher.runOne();
    }

    @Test
    void aPeerThatDoesNotAnswer_isNotPushedToForLong() {
        assertThat(pushedOf(MANY)).isBetween(1, MANY - 1);
    }

    @Test
    void aPeerBeginsToListen_whatWasPushedBeforeDoesNotHoldUpWhatComes() {
        pushedOf(MANY);

        pusher.run(new Pusher.Heard(B));

        assertThat(pushedOf(1)).isPositive();
    }

    @Test
    void aPeerGoesOnTelling_whatItHasNotAcknowledgedStillCounts() {
        pusher.run(new Pusher.Heard(B));
        pushedOf(MANY);

        pusher.run(new Pusher.Heard(B));

        assertThat(pushedOf(1)).isZero();
    }

    /** Writes so many datagrams, each in a batch of its own, and counts the pushes that follow. */
    private int pushedOf(int batches) {
        for (int i = 0; i < batches; i++) {
            written++;
            var record = new Recorded(datagram(A, written), written);
            this.batches.tell(new Durable(List.of(record), A, dots(A, 1, written), written));
            pusher.runOne();
        }
        return (int)
                peer.getAllReceived().stream().filter(Push.class::isInstance).count();
    }
}

package dev.till.node.replication.catchup;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.C;
import static dev.till.node.replication.Samples.dots;

import com.typesafe.config.ConfigFactory;
import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.Pull;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CatchUpTest {
    private static final PullSettings SETTINGS = PullSettings.defaults();

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private final ManualTime time = ManualTime.get(kit.system());
    private final TestProbe<PeerMessage> peer = kit.createTestProbe();
    private final ActorRef<CatchUp.Command> catchUp = kit.spawn(
            CatchUp.create(A, SETTINGS, kit.<JournalCommand>createTestProbe().ref()));

    @BeforeEach
    void haveNothing() {
        catchUp.tell(new CatchUp.Written(new Durable(List.of(), A, DotSet.EMPTY, 0)));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void whoDoesNotAnswer_isLeftAloneForAWhile() {
        reach(Map.of(B, peer.ref()));
        exhaust();

        reach(Map.of(B, peer.ref()));

        peer.expectNoMessage();
        time.timePasses(SETTINGS.rest());
        peer.expectMessageClass(Pull.class);
    }

    @Test
    void whoComesBackIntoReach_isAskedAtOnce_whateverItDidNotAnswerBefore() {
        reach(Map.of(B, peer.ref()));
        exhaust();

        reach(Map.of());
        reach(Map.of(B, peer.ref()));

        peer.expectMessageClass(Pull.class);
    }

    /** Lets all attempts at the first page pass. */
    private void exhaust() {
        for (int attempt = 0; attempt < SETTINGS.attempts(); attempt++) {
            peer.expectMessageClass(Pull.class);
            time.timePasses(SETTINGS.patience());
        }
        peer.expectNoMessage();
    }

    private void reach(Map<DeviceId, ActorRef<PeerMessage>> peers) {
        var heads = new TreeMap<DeviceId, DotSet>();
        peers.keySet().forEach(one -> heads.put(one, dots(C, 1, 9)));
        catchUp.tell(new CatchUp.Offered(heads, new TreeMap<>(peers), true));
    }
}

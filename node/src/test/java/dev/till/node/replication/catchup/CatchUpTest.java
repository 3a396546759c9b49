package dev.till.node.replication.catchup;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.C;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.replication.link.PeerMessage;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CatchUpTest {
    private final TestInbox<PeerMessage> peer = TestInbox.create();
    private final BehaviorTestKit<CatchUp.Command> catchUp = BehaviorTestKit.create(CatchUp.create(
            A, PullSettings.defaults(), TestInbox.<JournalCommand>create().getRef()));

    @BeforeEach
    void askInVain() {
        catchUp.run(new CatchUp.Written(new Durable(List.of(), A, DotSet.EMPTY, 0)));
        reach(Map.of(B, peer.getRef()));
        var ended = catchUp.getAllEffects().stream()
                .filter(Effect.WatchedWith.class::isInstance)
                .map(effect -> ((Effect.WatchedWith<?, ?>) effect).message())
                .findFirst()
                .orElseThrow();
        catchUp.run((CatchUp.Command) ended);
        catchUp.getAllEffects();
    }

    @Test
    void whoDidNotAnswer_isLeftAloneForAWhile() {
        reach(Map.of(B, peer.getRef()));

        assertThat(asked()).isZero();
    }

    @Test
    void whoComesBackIntoReach_isAskedAtOnce_whateverItDidNotAnswerBefore() {
        reach(Map.of());
        reach(Map.of(B, peer.getRef()));

        assertThat(asked()).isEqualTo(1);
    }

    /** How many sessions have begun since it was asked for effects before. */
    private long asked() {
        return catchUp.getAllEffects().stream()
                .filter(Effect.SpawnedAnonymous.class::isInstance)
                .count();
    }

    private void reach(Map<DeviceId, ActorRef<PeerMessage>> peers) {
        var heads = new TreeMap<DeviceId, DotSet>();
        peers.keySet().forEach(one -> heads.put(one, dots(C, 1, 9)));
        catchUp.run(new CatchUp.Offered(heads, new TreeMap<>(peers), true));
    }
}

package dev.till.node.replication.census;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Durable;
import dev.till.node.message.FleetCommand;
import dev.till.node.replication.gossip.HeadGossip;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.HeadAdvert;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

final class CensusTest {
    private static final Duration SETTLE = Duration.ofMillis(300);

    private final TestInbox<FleetCommand> fleet = TestInbox.create();
    private final TestInbox<Neighbours.Command> neighbours = TestInbox.create();
    private final TestInbox<HeadGossip.Command> gossip = TestInbox.create();
    private final TestInbox<PeerMessage> peer = TestInbox.create();
    private final BehaviorTestKit<Census.Command> census = BehaviorTestKit.create(
            Census.create(A, SETTLE, fleet.getRef(), neighbours.getRef(), gossip.getRef(), (survey, urgent) -> {}));
    private final ActorRef<Reachable> reachable = ((Neighbours.Subscribe) neighbours.receiveMessage()).subscriber();

    @Test
    void whoComes_isToldAtOnce_andSoonAgain_forTheFirstMayBeLost() {
        census.run(new Census.Written(new Durable(List.of(), A, dots(A, 1, 5), 5)));
        reach(Map.of(B, peer.getRef()));

        assertThat(adverts()).isEqualTo(1);
        var pauses = new ArrayList<Duration>();
        for (var repeat = repeat(); repeat != null; repeat = repeat()) {
            pauses.add(repeat.duration());
            repeat.send().apply();
            census.runOne();
            assertThat(adverts()).isEqualTo(1);
        }
        assertThat(pauses).containsExactly(Duration.ofMillis(900), Duration.ofMillis(2100), Duration.ofSeconds(6));
    }

    @Test
    void whoGoes_isNoReasonToRepeatAnything() {
        census.run(new Census.Written(new Durable(List.of(), A, dots(A, 1, 5), 5)));
        reach(Map.of(B, peer.getRef()));
        census.getAllEffects();

        reach(Map.of());

        assertThat(repeat()).isNull();
    }

    private void reach(Map<DeviceId, ActorRef<PeerMessage>> peers) {
        reachable.tell(new Reachable(new TreeMap<>(peers)));
        census.runOne();
    }

    private long adverts() {
        return peer.getAllReceived().stream()
                .filter(HeadAdvert.class::isInstance)
                .count();
    }

    /** The next time that everybody is told again, null when that is over. */
    private Effect.TimerScheduled<?> repeat() {
        return census.getAllEffects().stream()
                .filter(Effect.TimerScheduled.class::isInstance)
                .map(effect -> (Effect.TimerScheduled<?>) effect)
                .filter(timer -> timer.key().toString().equals("NOW")
                        && timer.key().getClass().getSimpleName().equals("Repeat"))
                .reduce((before, last) -> last)
                .orElse(null);
    }
}

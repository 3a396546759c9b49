package dev.till.node.membership;

import dev.till.node.membership.GossipPace.Command;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GossipPaceTest {
    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final AtomicBoolean settled = new AtomicBoolean();
    private final TestProbe<String> rounds = kit.createTestProbe();
    private final ActorRef<Command> pace =
            kit.spawn(GossipPace.create(settled::get, () -> rounds.getRef().tell("round")));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void news_isGossipedRoundAfterRoundUntilAllHaveSeenIt() {
        pace.tell(Command.NEWS);
        time.expectNoMessageFor(GossipPace.HASTE.minusMillis(1), rounds);
        time.timePasses(Duration.ofMillis(1));
        rounds.expectMessage("round");
        time.timePasses(GossipPace.HASTE);
        rounds.expectMessage("round");

        settled.set(true);

        time.expectNoMessageFor(Duration.ofSeconds(5), rounds);
    }

    @Test
    void newsAfterARest_isGossipedAgain() {
        settled.set(true);
        pace.tell(Command.NEWS);
        time.expectNoMessageFor(Duration.ofSeconds(5), rounds);

        settled.set(false);
        pace.tell(Command.NEWS);

        time.timePasses(GossipPace.HASTE);
        rounds.expectMessage("round");
    }

    @Test
    void whoNeverAnswers_isGivenUp() {
        pace.tell(Command.NEWS);

        for (int i = 0; i < GossipPace.ROUNDS; i++) {
            time.timePasses(GossipPace.HASTE);
            rounds.expectMessage("round");
        }

        time.expectNoMessageFor(Duration.ofSeconds(5), rounds);
    }
}

package dev.till.node.replication.catchup;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.C;
import static dev.till.node.replication.Samples.datagram;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.AppendRemote;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.replication.link.Batch;
import dev.till.node.replication.link.Page;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.Pull;
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
    private final TestInbox<JournalCommand> journal = TestInbox.create();
    private final BehaviorTestKit<CatchUp.Command> catchUp =
            BehaviorTestKit.create(CatchUp.create(A, PullSettings.defaults(), journal.getRef()));

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

    @Test
    void ownDiskIsFull_thePausesDoNotGrow() {
        reach(Map.of());
        reach(Map.of(B, peer.getRef()));

        for (int i = 0; i < 5; i++) {
            var rested = pauseAfterAFullDisk();
            assertThat(rested.duration()).isEqualTo(PullSettings.defaults().rest());
            rested.send().apply();
            catchUp.runOne();
        }
    }

    private BehaviorTestKit<PullSession.Command> newestSession() {
        var sessions = sessions();
        return sessions.get(sessions.size() - 1);
    }

    /** Those that have begun since it was asked for effects before, oldest first. */
    @SuppressWarnings("unchecked") // what catch-up spawns are sessions
    private List<BehaviorTestKit<PullSession.Command>> sessions() {
        return catchUp.getAllEffects().stream()
                .filter(Effect.SpawnedAnonymous.class::isInstance)
                .map(effect -> (ActorRef<PullSession.Command>) ((Effect.SpawnedAnonymous<?>) effect).ref())
                .map(catchUp::childTestKit)
                .toList();
    }

    /** What the newest session fetches cannot be written; returns the pause after that. */
    private Effect.TimerScheduled<?> pauseAfterAFullDisk() {
        var session = newestSession();
        var pull = (Pull)
                peer.getAllReceived().stream().reduce((before, last) -> last).orElseThrow();
        new Page.Range(Batch.encode(List.of(datagram(C, 1))), -1)
                .parts(B, pull.request())
                .forEach(part -> {
                    catchUp.run(new CatchUp.Arrived(part));
                    session.runOne();
                });
        ((AppendRemote) journal.receiveMessage()).replyTo().tell(new Appended.Failed("no room", true));
        session.runOne();
        catchUp.runOne();
        return catchUp.getAllEffects().stream()
                .filter(Effect.TimerScheduled.class::isInstance)
                .map(effect -> (Effect.TimerScheduled<?>) effect)
                .filter(timer -> timer.key().equals(B))
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    @Test
    void whoIsSilent_othersAreAskedForTheSame() {
        var other = TestInbox.<PeerMessage>create();
        reach(Map.of());
        reach(Map.of(B, peer.getRef(), C, other.getRef()));
        var session = newestSession();
        assertThat(peer.getAllReceived()).as("asked before, in vain").isNotEmpty();

        session.run(session.getAllEffects().stream()
                .filter(Effect.TimerScheduled.class::isInstance)
                .map(timer -> (PullSession.Command) ((Effect.TimerScheduled<?>) timer).msg())
                .findFirst()
                .orElseThrow());
        catchUp.runOne();

        assertThat(asked()).isEqualTo(1);
        assertThat(peer.hasMessages()).isTrue();
    }

    @Test
    void severalOfferASnapshot_oneIsFetched() {
        var other = TestInbox.<PeerMessage>create();
        reach(Map.of());
        peer.getAllReceived();
        catchUp.run(new CatchUp.Offered(
                new TreeMap<>(Map.of(B, dots(B, 1, 9), C, dots(C, 1, 9))),
                new TreeMap<>(Map.of(B, peer.getRef(), C, other.getRef())),
                true));
        var sessions = sessions();

        answerWithASnapshot(B, peer, sessions.get(0));
        answerWithASnapshot(C, other, sessions.get(1));

        assertThat(sessions.get(0).getAllEffects()).isNotEmpty();
        assertThat(catchUp.getAllEffects().stream()
                        .filter(Effect.Stopped.class::isInstance)
                        .map(stopped -> ((Effect.Stopped) stopped).childName()))
                .containsExactly(sessions.get(1).getRef().path().name());
    }

    private void answerWithASnapshot(
            DeviceId from, TestInbox<PeerMessage> asked, BehaviorTestKit<PullSession.Command> session) {
        var pull = (Pull) asked.receiveMessage();
        new Page.Gone().parts(from, pull.request()).forEach(part -> {
            catchUp.run(new CatchUp.Arrived(part));
            session.runOne();
        });
        catchUp.runOne();
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

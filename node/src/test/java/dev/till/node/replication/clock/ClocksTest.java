package dev.till.node.replication.clock;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.C;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.TimeAsked;
import dev.till.node.replication.link.PeerMessage.TimeTold;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.time.Instant;
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

final class ClocksTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    private final TestProbe<JournalCommand> journal = kit.createTestProbe();
    private final TestProbe<Neighbours.Command> neighbours = kit.createTestProbe();
    private final TestProbe<PeerMessage> peer = kit.createTestProbe();
    private volatile Instant now = NOON;
    private volatile Duration set = Duration.ZERO;
    private ActorRef<Clocks.Command> clocks;
    private ActorRef<Reachable> membership;

    @BeforeEach
    void start() {
        clocks = kit.spawn(Clocks.create(A, () -> now, this::nanos, journal.ref(), neighbours.ref()));
        clocks.tell(new Clocks.Written(new Durable(List.of(), A, dots(A, 1, 7), 7)));
        membership = neighbours.expectMessageClass(Neighbours.Subscribe.class).subscriber();
        reach(Map.of(B, peer.ref()));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void peerThatComesIntoReach_isAskedAndCompared() {
        var asked = peer.expectMessageClass(TimeAsked.class);
        now = NOON.plusSeconds(2);

        tell(B, asked.asked(), NOON.plusSeconds(1).minus(Duration.ofDays(400)));

        assertThat(ahead()).containsExactly(Map.entry(B, Duration.ofDays(400)));
    }

    @Test
    void answerThatTookLongOrCameWhileTheClockWasSet_isPassedOver() {
        var slow = peer.expectMessageClass(TimeAsked.class);
        now = NOON.plusSeconds(5);
        tell(B, slow.asked(), NOON);
        ManualTime.get(kit.system()).timePasses(Duration.ofSeconds(20));
        var set = peer.expectMessageClass(TimeAsked.class);
        now = NOON.minusSeconds(5);
        tell(B, set.asked(), NOON);
        journal.expectNoMessage();

        ManualTime.get(kit.system()).timePasses(Duration.ofSeconds(20));
        tell(B, peer.expectMessageClass(TimeAsked.class).asked(), NOON);

        assertThat(ahead()).containsExactly(Map.entry(B, Duration.ofSeconds(-5)));
    }

    @Test
    void whoseClockHasBeenSet_asksAtOnce() {
        peer.expectMessageClass(TimeAsked.class);
        set = Duration.ofMillis(900);
        ManualTime.get(kit.system()).timePasses(Duration.ofSeconds(2));
        peer.expectNoMessage();

        set = Duration.ofDays(-400);
        ManualTime.get(kit.system()).timePasses(Duration.ofSeconds(2));

        peer.expectMessageClass(TimeAsked.class);
    }

    @Test
    void whoLeaves_isComparedWithNoLonger() {
        tell(B, peer.expectMessageClass(TimeAsked.class).asked(), NOON);
        assertThat(ahead()).containsOnlyKeys(B);

        reach(Map.of());

        assertThat(ahead()).isEmpty();
    }

    @Test
    void peerThatAsksBeforeItHasAnswered_isAskedAgain() {
        peer.expectMessageClass(TimeAsked.class);

        clocks.tell(new Clocks.Asked(new TimeAsked(B, 7)));

        peer.expectMessageClass(TimeTold.class);
        tell(B, peer.expectMessageClass(TimeAsked.class).asked(), NOON);
        assertThat(ahead()).containsOnlyKeys(B);
        clocks.tell(new Clocks.Asked(new TimeAsked(B, 8)));
        peer.expectMessageClass(TimeTold.class);
        peer.expectNoMessage();
    }

    @Test
    void onlyWhoIsInReach_isAnswered() {
        peer.expectMessageClass(TimeAsked.class);

        clocks.tell(new Clocks.Asked(new TimeAsked(C, 1)));
        clocks.tell(new Clocks.Asked(new TimeAsked(B, 2)));

        assertThat(peer.receiveMessage()).isEqualTo(new TimeTold(A, 2, NOON.toEpochMilli(), dots(A, 1, 7)));
    }

    /** What a clock shows that is never set. */
    private long nanos() {
        return Duration.between(NOON, now).minus(set).toNanos();
    }

    private void reach(Map<DeviceId, ActorRef<PeerMessage>> peers) {
        membership.tell(new Reachable(new TreeMap<>(peers)));
    }

    private void tell(DeviceId from, long asked, Instant time) {
        clocks.tell(new Clocks.Told(new TimeTold(from, asked, time.toEpochMilli(), dots(from, 1, 3))));
    }

    private Map<DeviceId, Duration> ahead() {
        var compared = journal.expectMessageClass(JournalCommand.Compared.class);
        assertThat(compared.heads().keySet())
                .isEqualTo(compared.clocks().ahead().keySet());
        compared.heads().forEach((device, head) -> assertThat(head).isEqualTo(dots(device, 1, 3)));
        return compared.clocks().ahead();
    }
}

package dev.till.node.replication.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.replication.link.Bytes;
import dev.till.node.replication.link.PeerMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PeerStreamTest {
    private static final PushSettings SETTINGS =
            new PushSettings(1 << 20, 16, Duration.ofSeconds(10), Duration.ofSeconds(10));

    private record Sent(long number, int bytes) {}

    private final List<Sent> sent = new ArrayList<>();
    private long numbers;
    private final PeerStream stream =
            new PeerStream(SETTINGS, () -> ++numbers, (number, batch) -> sent.add(new Sent(number, batch.length())));

    @Test
    void idleLink_getsEveryBatchAtOnce() {
        for (int i = 1; i <= 3; i++) {
            stream.offer(batch(100), 0);
            stream.acked(i, 0);
        }

        assertThat(sent).containsExactly(new Sent(1, 100), new Sent(2, 100), new Sent(3, 100));
    }

    @Test
    void busyLink_getsSmallBatchesTogether_withTheNextAck() {
        for (int i = 0; i < 24; i++) {
            stream.offer(batch(100), 0);
        }
        assertThat(sent).hasSize(4);

        stream.acked(1, 0);

        assertThat(sent).hasSize(5);
        assertThat(sent.get(4).bytes()).isEqualTo(2_000);
    }

    @Test
    void messages_neverHoldMoreThanTheirLimit() {
        for (int i = 0; i < 30; i++) {
            stream.offer(batch(30_000), 0);
            stream.acked(i / 2, 0);
        }

        assertThat(sent).allMatch(message -> message.bytes() <= PeerMessage.MAX_PAYLOAD);
    }

    @Test
    void slowPeer_costsNoMoreThanItsWindow_andIsServedAgainOnceItHasCaughtUp() {
        for (int i = 0; i < 1_000; i++) {
            stream.offer(batch(PeerMessage.MAX_PAYLOAD), 0);
            assertThat(stream.bytes()).isLessThanOrEqualTo(SETTINGS.windowBytes());
        }
        assertThat(stream.isShedding()).isTrue();
        int before = sent.size();

        stream.acked(numbers, 0);
        stream.offer(batch(100), 0);

        assertThat(stream.isShedding()).isFalse();
        assertThat(sent).hasSize(before + 1);
    }

    @Test
    void lostAcks_areGivenUpOn() {
        for (int i = 0; i < 100; i++) {
            stream.offer(batch(PeerMessage.MAX_PAYLOAD), 5);
        }

        stream.giveUpBefore(5, 14);
        assertThat(stream.isShedding()).isTrue();
        stream.giveUpBefore(6, 15);

        assertThat(stream.isShedding()).isFalse();
        assertThat(stream.isIdle()).isTrue();
    }

    @Test
    void ackThatOvertakesOthers_countsForThemToo() {
        stream.offer(batch(10), 0);
        stream.offer(batch(10), 0);

        stream.acked(2, 0);
        stream.acked(1, 0);

        assertThat(stream.isIdle()).isTrue();
    }

    private static Bytes batch(int bytes) {
        return Bytes.owning(new byte[bytes]);
    }
}

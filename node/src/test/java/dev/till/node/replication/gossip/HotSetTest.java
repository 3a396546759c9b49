package dev.till.node.replication.gossip;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.C;
import static dev.till.node.replication.Samples.datagram;
import static dev.till.node.replication.Samples.dots;
import static dev.till.node.replication.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.replication.gossip.HotSet.Presence;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.VersionVector;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HotSetTest {
    private static final GossipSettings SETTINGS =
            new GossipSettings(Duration.ofSeconds(1), 8 << 10, 16 << 10, Duration.ofSeconds(1));

    private final HotSet hot = new HotSet(A, SETTINGS);

    @Test
    void whatEveryoneHas_neverEnters() {
        reach(0);
        hot.written(datagram(A, 1), 0);
        reach(1);

        assertThat(hot.tick(1)).isEmpty();
        assertThat(hot.tick(2)).isEmpty();
        assertThat(hot.isBusy()).isFalse();
    }

    @Test
    void whatSomeoneLacksAfterTwoTicks_enters_andLeavesOnceStable() {
        reach(0);
        hot.written(datagram(A, 1), 0);

        assertThat(hot.tick(1)).isEmpty();
        var entered = hot.tick(2);
        assertThat(entered.values()).singleElement().isEqualTo(HotShard.of(datagram(A, 1)));

        reach(1);
        assertThat(hot.tick(3)).as("someone out of reach may lack it").isEmpty();
        hot.stable(VersionVector.of(new Dot(A, 1)));
        var left = hot.tick(4);
        assertThat(left).hasSameSizeAs(entered);
        assertThat(left.values()).singleElement().isEqualTo(HotShard.leaving(new Dot(A, 1)));
        assertThat(hot.isBusy()).isFalse();
    }

    @Test
    void withNobodyInReach_nothingIsKept() {
        hot.present(Presence.ALONE);
        hot.written(datagram(A, 1), 0);

        assertThat(hot.isBusy()).isFalse();
        assertThat(hot.tick(5)).isEmpty();
    }

    @Test
    void aTick_addsNoMoreThanItsBytes_andTheRestFollows() {
        reach(0);
        for (int seq = 1; seq <= 400; seq++) {
            hot.written(datagram(A, seq), 0);
        }

        long first = bytes(hot.tick(2).values());
        long second = bytes(hot.tick(3).values());

        assertThat(first).isBetween((long) SETTINGS.tickBytes() / 2, (long) SETTINGS.tickBytes());
        assertThat(second).isBetween((long) SETTINGS.tickBytes() / 2, (long) SETTINGS.tickBytes());
    }

    @Test
    void aShard_holdsNoMoreThanItsShare_andTheOldestLeave() {
        reach(0);
        for (int seq = 1; seq <= 2_000; seq++) {
            hot.written(datagram(A, seq), 0);
        }
        var shards = new HotShard[HotShard.COUNT];
        java.util.Arrays.fill(shards, HotShard.EMPTY);

        for (int tick = 2; tick < 200; tick++) {
            hot.tick(tick).forEach((index, change) -> shards[index] = shards[index].merge(change));
        }

        for (HotShard shard : shards) {
            assertThat(bytes(Set.of(shard))).isLessThanOrEqualTo(SETTINGS.shardBytes() / 4);
            assertThat(shard.of(A))
                    .isNotEmpty()
                    .allMatch(datagram -> datagram.dot().seq() > shard.floor(A));
        }
    }

    @Test
    void aDatagramLargerThanTheBound_neverEnters() {
        reach(0);
        hot.written(datagram(A, 1, "large", text(SETTINGS.shardBytes())), 0);
        hot.written(datagram(A, 2), 0);

        var changes = hot.tick(2);

        assertThat(changes.values()).singleElement().isEqualTo(HotShard.of(datagram(A, 2)));
    }

    @Test
    void entriesOfADeviceOutOfReach_areSentAwayByOthers() {
        reach(0);
        var theirs = datagram(C, 4);
        hot.seen(HotShard.indexOf(theirs.key()), HotShard.of(theirs));
        assertThat(hot.tick(1)).isEmpty();

        hot.stable(VersionVector.of(new Dot(C, 4)));

        assertThat(hot.tick(2).values()).singleElement().isEqualTo(HotShard.leaving(new Dot(C, 4)));
    }

    @Test
    void missing_isWhatTheJournalLacks() {
        var one = datagram(B, 1, "one", "1");
        hot.seen(3, HotShard.of(one).merge(HotShard.of(datagram(C, 7, "two", "2"))));

        var missing = hot.missing(3, dots(C, 7, 7));

        assertThat(missing).containsOnlyKeys(B);
        assertThat(missing.get(B)).containsExactly(one);
    }

    private void reach(long everywhere) {
        var vector = everywhere == 0 ? VersionVector.EMPTY : VersionVector.of(new Dot(A, everywhere));
        hot.present(new Presence(vector, Set.of(B)));
    }

    private static long bytes(Collection<HotShard> shards) {
        return shards.stream()
                .flatMap(HotShard::datagrams)
                .map(DatagramCodec::encode)
                .mapToLong((byte[] encoded) -> encoded.length)
                .sum();
    }
}

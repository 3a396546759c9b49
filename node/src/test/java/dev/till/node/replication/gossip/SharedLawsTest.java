package dev.till.node.replication.gossip;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.datagram;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.replication.link.Head;
import dev.till.protocol.register.Lattice;
import dev.till.protocol.time.Dot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever Distributed Data does with deltas and full states, every replica comes to the same. */
final class SharedLawsTest {

    @Test
    void shards_mergeLawfully_overASmallWorld() {
        var atoms = new ArrayList<HotShard>();
        for (int seq = 1; seq <= 3; seq++) {
            atoms.add(HotShard.leaving(new Dot(A, seq)));
            atoms.add(HotShard.of(datagram(A, seq, "one", "1")));
            atoms.add(HotShard.of(datagram(A, seq, "two", "2")));
        }
        // A cloned device: one dot, two contents.
        atoms.add(HotShard.of(datagram(A, 2, "one", "9")));
        atoms.add(HotShard.of(datagram(B, 1, "one", "3")));

        assertLawful(closure(atoms, 40));
    }

    @Test
    void heads_mergeLawfully_overASmallWorld() {
        var atoms = new ArrayList<Heads>();
        for (int epoch = 0; epoch <= 1; epoch++) {
            for (int first = 1; first <= 3; first++) {
                atoms.add(Heads.of(A, Head.of(epoch, dots(B, first, first + 1))));
            }
        }
        atoms.add(Heads.of(B, Head.of(0, dots(A, 1, 4))));

        assertLawful(closure(atoms, 40));
    }

    @Test
    void lateCopyOfADatagramThatHasLeft_mergesToNothing() {
        var entry = HotShard.of(datagram(A, 5));
        var left = entry.merge(HotShard.leaving(new Dot(A, 5)));

        assertThat(left.datagrams()).isEmpty();
        assertThat(left.merge(entry)).isEqualTo(left);
    }

    @Test
    void olderDatagramOfTheSameDevice_givesWay() {
        var older = HotShard.of(datagram(A, 5, "one", "1"));
        var newer = HotShard.of(datagram(A, 6, "one", "2"));

        assertThat(newer.merge(older).datagrams()).containsExactly(datagram(A, 6, "one", "2"));
    }

    @Test
    void updates_leaveADeltaThatSaysAllThatChanged() {
        var first = HotShard.of(datagram(A, 1));
        var second = HotShard.of(datagram(A, 2));
        var before = Shared.of(HotShard.of(datagram(B, 1)));

        var after = before.with(first).with(second);

        assertThat(after.deltaData().map(Shared::value)).contains(first.merge(second));
        assertThat(before.mergeDeltaData(after.deltaData().orElseThrow())).isEqualTo(after);
        assertThat(after.resetDelta().deltaData()).isEmpty();
        assertThat(after.resetDelta()).isEqualTo(after);
    }

    @Test
    void deltaThatMeetsNothing_becomesTheState() {
        var delta = Shared.of(HotShard.of(datagram(A, 1)));

        assertThat(delta.zero().mergeDelta(delta)).isEqualTo(delta);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void anotherTypeUnderTheSameKey_isRefusedTheWayTheReplicatorExpects() {
        Shared shard = Shared.of(HotShard.EMPTY);
        Shared heads = Shared.of(Heads.EMPTY);

        assertThatThrownBy(() -> shard.mergeData(heads)).isInstanceOf(IllegalArgumentException.class);
    }

    private static <L extends Lattice<L>> List<L> closure(List<L> atoms, int more) {
        var all = new HashSet<>(atoms);
        var random = new Random(7);
        var known = new ArrayList<>(atoms);
        while (all.size() < atoms.size() + more) {
            var one = known.get(random.nextInt(known.size()));
            var merged = one.merge(known.get(random.nextInt(known.size())));
            if (all.add(merged)) {
                known.add(merged);
            } else if (random.nextInt(2_000) == 0) {
                break;
            }
        }
        return known;
    }

    private static <L extends Lattice<L>> void assertLawful(List<L> world) {
        for (L a : world) {
            assertThat(a.merge(a)).isEqualTo(a);
            for (L b : world) {
                var both = a.merge(b);
                assertThat(both).isEqualTo(b.merge(a));
                assertThat(both.merge(b)).isEqualTo(both);
                for (L c : world) {
                    assertThat(both.merge(c)).isEqualTo(a.merge(b.merge(c)));
                }
            }
        }
    }
}

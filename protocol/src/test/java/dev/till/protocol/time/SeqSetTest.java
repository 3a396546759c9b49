package dev.till.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SeqSetTest {
    private static final long MAX = Long.MAX_VALUE;

    @Test
    void everyPairOfSetsUpToFive_doesAsBitSetsDo() {
        for (int left = 0; left < 32; left++) {
            for (int right = 0; right < 32; right++) {
                assertAgree(left, right);
            }
        }
    }

    @Test
    void randomRanges_doAsABitSetDoes() {
        for (long seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var model = new BitSet();
            var set = SeqSet.EMPTY;
            for (int i = 0; i < 40; i++) {
                int first = 1 + random.nextInt(100);
                int last = first + random.nextInt(6);
                model.set(first, last + 1);
                set = set.plus(new SeqRange(first, last));

                assertThat(set).as("seed %d", seed).isEqualTo(setOf(model));
                assertThat(set.size()).as("seed %d", seed).isEqualTo(model.cardinality());
                assertThat(set.greatest()).as("seed %d", seed).isEqualTo(model.length() - 1);
                assertThat(set.contiguous()).as("seed %d", seed).isEqualTo(model.nextClearBit(1) - 1);
            }
            for (int seq = 1; seq < 120; seq++) {
                assertThat(set.contains(seq)).as("seed %d", seed).isEqualTo(model.get(seq));
            }
        }
    }

    @Test
    void rangesUpToTheGreatestNumber_joinAndSubtract() {
        var all = new SeqSet(List.of(new SeqRange(1, MAX)));

        assertThat(SeqSet.EMPTY.plus(new SeqRange(5, 5)).plus(new SeqRange(1, MAX)))
                .isEqualTo(all);
        assertThat(all.plus(new SeqRange(5, 5))).isEqualTo(all);
        assertThat(all.minus(all)).isEqualTo(SeqSet.EMPTY);
        assertThat(SeqSet.upTo(5).minus(all)).isEqualTo(SeqSet.EMPTY);
        assertThat(all.minus(SeqSet.upTo(5)).ranges()).containsExactly(new SeqRange(6, MAX));
        assertThat(all.size()).isEqualTo(MAX);
        assertThatThrownBy(() -> new SeqSet(List.of(new SeqRange(1, MAX), new SeqRange(5, 5))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rangesThatTouchOrAreUnsorted_areRefused() {
        assertThatThrownBy(() -> new SeqSet(List.of(new SeqRange(1, 2), new SeqRange(3, 3))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SeqSet(List.of(new SeqRange(5, 6), new SeqRange(1, 1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SeqRange(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SeqRange(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertAgree(int left, int right) {
        var a = setOf(bits(left));
        var b = setOf(bits(right));

        assertThat(a.union(b)).isEqualTo(setOf(bits(left | right)));
        assertThat(a.minus(b)).isEqualTo(setOf(bits(left & ~right)));
        assertThat(a.isEmpty()).isEqualTo(left == 0);
    }

    private static BitSet bits(int mask) {
        return BitSet.valueOf(new long[] {(long) mask << 1});
    }

    private static SeqSet setOf(BitSet model) {
        var set = SeqSet.EMPTY;
        for (int i = model.nextSetBit(1); i > 0; i = model.nextSetBit(i + 1)) {
            set = set.plus(new SeqRange(i, i));
        }
        return set;
    }
}

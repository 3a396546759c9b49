package dev.till.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.Devices;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DotSetTest {

    @Test
    void randomAdditions_doAsASetOfDotsDoes() {
        for (long seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            var models = new Model[] {new Model(), new Model()};
            for (int i = 0; i < 30; i++) {
                models[random.nextInt(2)].addSome(random);
            }
            var left = models[0];
            var right = models[1];

            assertThat(left.set.size()).as("seed %d", seed).isEqualTo(left.dots.size());
            assertThat(dotsOf(left.set)).as("seed %d", seed).isEqualTo(left.dots);
            assertThat(dotsOf(left.set.union(right.set))).as("seed %d", seed).isEqualTo(union(left.dots, right.dots));
            assertThat(left.set.union(right.set)).as("seed %d", seed).isEqualTo(right.set.union(left.set));
            assertThat(dotsOf(left.set.minus(right.set))).as("seed %d", seed).isEqualTo(minus(left.dots, right.dots));
            assertThat(dotsOf(left.set.intersection(right.set)))
                    .as("seed %d", seed)
                    .isEqualTo(minus(left.dots, minus(left.dots, right.dots)));
            assertHeadIsGapless(left, seed);
        }
    }

    @Test
    void deviceWithoutNumbers_isRefusedAndNeverStored() {
        var empty = new TreeMap<>(java.util.Map.of(Devices.A, SeqSet.EMPTY));

        assertThatThrownBy(() -> new DotSet(empty)).isInstanceOf(IllegalArgumentException.class);
        var one = DotSet.EMPTY.plus(Devices.A, new SeqRange(1, 1));
        assertThat(one.minus(one)).isEqualTo(DotSet.EMPTY);
    }

    @Test
    void vector_becomesPrefixesAndBack() {
        var vector = VersionVector.of(new Dot(Devices.A, 3)).with(new Dot(Devices.C, 1));

        assertThat(DotSet.of(vector).head()).isEqualTo(vector);
        assertThat(DotSet.of(vector).size()).isEqualTo(4);
    }

    @Test
    void mapGivenByACaller_isNotShared() {
        var mine = new TreeMap<>(java.util.Map.of(Devices.A, SeqSet.upTo(1)));
        var set = new DotSet(mine);

        mine.clear();

        assertThat(set.isEmpty()).isFalse();
        assertThatThrownBy(() -> set.seqs().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private static void assertHeadIsGapless(Model model, long seed) {
        for (var device : Devices.ALL) {
            long seq = 0;
            while (model.dots.contains(new Dot(device, seq + 1))) {
                seq++;
            }
            assertThat(model.set.head().seq(device)).as("seed %d", seed).isEqualTo(seq);
        }
    }

    private static Set<Dot> dotsOf(DotSet set) {
        var dots = new HashSet<Dot>();
        for (var device : Devices.ALL) {
            for (long seq = 1; seq <= 40; seq++) {
                if (set.contains(new Dot(device, seq))) {
                    dots.add(new Dot(device, seq));
                }
            }
        }
        return dots;
    }

    private static Set<Dot> union(Set<Dot> left, Set<Dot> right) {
        var all = new HashSet<>(left);
        all.addAll(right);
        return all;
    }

    private static Set<Dot> minus(Set<Dot> left, Set<Dot> right) {
        var rest = new HashSet<>(left);
        rest.removeAll(right);
        return rest;
    }

    private static final class Model {
        final Set<Dot> dots = new HashSet<>();
        DotSet set = DotSet.EMPTY;

        void addSome(Random random) {
            var device = Devices.ALL.get(random.nextInt(Devices.ALL.size()));
            int first = 1 + random.nextInt(30);
            int last = first + random.nextInt(4);
            set = set.plus(device, new SeqRange(first, last));
            for (int seq = first; seq <= last; seq++) {
                dots.add(new Dot(device, seq));
            }
        }
    }
}

package dev.till.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.Devices;
import dev.till.protocol.time.VersionVector.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class VersionVectorTest {
    private static final List<VersionVector> WORLD = world();

    @Test
    void merge_isAJoinOnEveryTriple() {
        for (var a : WORLD) {
            assertThat(a.merge(a)).isEqualTo(a);
            for (var b : WORLD) {
                assertThat(a.merge(b)).isEqualTo(b.merge(a));
                for (var c : WORLD) {
                    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
                }
            }
        }
    }

    @Test
    void compare_isTheOrderOfTheJoin() {
        for (var a : WORLD) {
            for (var b : WORLD) {
                boolean before = a.merge(b).equals(b);
                boolean after = a.merge(b).equals(a);
                var expected = before ? after ? Order.EQUAL : Order.BEFORE : after ? Order.AFTER : Order.CONCURRENT;

                assertThat(a.compare(b)).as("%s | %s", a, b).isEqualTo(expected);
                assertThat(a.equals(b)).isEqualTo(expected == Order.EQUAL);
            }
        }
    }

    @Test
    void with_coversTheDotAndAllBeforeIt() {
        var vector = VersionVector.of(new Dot(Devices.B, 2));

        assertThat(vector.covers(new Dot(Devices.B, 1))).isTrue();
        assertThat(vector.covers(new Dot(Devices.B, 2))).isTrue();
        assertThat(vector.covers(new Dot(Devices.B, 3))).isFalse();
        assertThat(vector.covers(new Dot(Devices.A, 1))).isFalse();
        assertThat(vector.with(new Dot(Devices.B, 1))).isEqualTo(vector);
        assertThat(vector.without(Devices.B)).isEqualTo(VersionVector.EMPTY);
        assertThat(vector.without(Devices.A)).isEqualTo(vector);
    }

    @Test
    void zero_isRefused() {
        assertThatThrownBy(() -> new VersionVector(new TreeMap<>(Map.of(Devices.A, 0L))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: 1 or more");
        assertThatThrownBy(() -> new Dot(Devices.A, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<VersionVector> world() {
        var world = new ArrayList<VersionVector>();
        for (long a = 0; a < 3; a++) {
            for (long b = 0; b < 3; b++) {
                for (long c = 0; c < 2; c++) {
                    var entries = new TreeMap<>(Map.of(Devices.A, a, Devices.B, b, Devices.C, c));
                    entries.values().removeIf(seq -> seq == 0);
                    world.add(new VersionVector(entries));
                }
            }
        }
        return world;
    }
}

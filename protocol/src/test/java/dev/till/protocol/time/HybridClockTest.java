package dev.till.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class HybridClockTest {
    private static final Duration DRIFT = Duration.ofNanos(100);

    @Test
    void wallMovesOn_isTaken() {
        assertThat(clock(50).tick(at(60)).last()).isEqualTo(at(60));
    }

    @Test
    void wallStandsStill_countsOn() {
        var once = clock(50).tick(at(50));

        assertThat(once.last()).isEqualTo(at(51));
        assertThat(once.tick(at(50)).last()).isEqualTo(at(52));
    }

    @Test
    void wallJumpsBackWithinTheBound_countsOnFromTheLast() {
        assertThat(clock(150).tick(at(50)).last()).isEqualTo(at(151));
    }

    @Test
    void ownClockWasFarAheadAndIsMended_returnsToTheWall() {
        assertThat(clock(151).tick(at(50)).last()).isEqualTo(at(50));
    }

    @Test
    void observedTimestamp_isExceededByTheNext() {
        assertThat(clock(10).observe(at(60)).tick(at(20)).last()).isEqualTo(at(61));
        assertThat(clock(10).observe(at(5))).isEqualTo(clock(10));
    }

    @Test
    void bound_isIncludedAndOneMoreIsTooFar() {
        assertThat(clock(0).isTooFarAhead(at(150), at(50))).isFalse();
        assertThat(clock(0).isTooFarAhead(at(151), at(50))).isTrue();
        assertThat(clock(0).isTooFarAhead(at(-1000), at(50))).isFalse();
    }

    @Test
    void boundBeyondAllTime_holdsNothingBack() {
        var greatest = at(Long.MAX_VALUE);

        assertThat(new HybridClock(at(0), Duration.ofNanos(Long.MAX_VALUE)).isTooFarAhead(greatest, at(1)))
                .isFalse();
        assertThat(new HybridClock(at(0), Duration.ofDays(1_000_000)).isTooFarAhead(greatest, at(1)))
                .isFalse();
        assertThat(new HybridClock(at(0), Duration.ofDays(1_000_000)).isTooFarAhead(greatest, at(Long.MIN_VALUE)))
                .isFalse();
    }

    @Test
    void wildWall_neverYieldsTheSameTimestampTwiceWithinTheBound() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var clock = clock(0);
            for (int i = 0; i < 100; i++) {
                var wall = at(Math.max(clock.last().nanos() - DRIFT.toNanos(), 0) + random.nextInt(150));
                var next = clock.tick(wall);

                assertThat(next.last()).as("seed %d", seed).isGreaterThan(clock.last());
                clock = next;
            }
        }
    }

    @Test
    void negativeBound_isRefused() {
        assertThatThrownBy(() -> new HybridClock(at(0), Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static HybridClock clock(long last) {
        return new HybridClock(at(last), DRIFT);
    }

    private static HybridTimestamp at(long nanos) {
        return new HybridTimestamp(nanos);
    }
}

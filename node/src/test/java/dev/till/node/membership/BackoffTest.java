package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    void shortLives_pauseLongerEachTimeUpToTheBound() {
        var backoff = Backoff.upTo(Duration.ofSeconds(3));
        assertThat(backoff.pause(0.5)).isZero();

        var pauses = new ArrayList<Duration>();
        for (int i = 0; i < 6; i++) {
            backoff = backoff.after(NOON, NOON.plusSeconds(1));
            pauses.add(backoff.pause(0.5));
        }

        assertThat(pauses)
                .containsExactly(
                        Duration.ZERO,
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(3));
    }

    @Test
    void longLife_startsOver() {
        var tired = new Backoff(Duration.ofSeconds(30), 9);

        assertThat(tired.after(NOON, NOON.plusSeconds(31)).pause(1)).isZero();
    }

    @Test
    void pause_isSpreadByAQuarterEitherWay() {
        var backoff = new Backoff(Duration.ofSeconds(30), 3);

        assertThat(backoff.pause(0)).isEqualTo(Duration.ofMillis(750));
        assertThat(backoff.pause(1)).isEqualTo(Duration.ofMillis(1250));
    }
}

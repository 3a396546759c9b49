package dev.till.node.ssh.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PausesTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0.5, 500",
        "2, 0.5, 1000",
        "3, 0.5, 2000",
        "6, 0.5, 10000",
        "99, 0.5, 10000",
        "1, 0, 375",
        "1, 1, 625"
    })
    void pauses_doubleUpToABound_andAreSpread(int attempts, double chance, long millis) {
        var pauses = new Pauses(Duration.ofMillis(500), Duration.ofSeconds(10));

        assertThat(pauses.after(attempts, chance)).isEqualTo(Duration.ofMillis(millis));
    }
}

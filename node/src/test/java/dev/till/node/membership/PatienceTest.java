package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Endpoint;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final Encounters encounters = new Encounters(Optional.empty(), Duration.ofSeconds(15));
    private final Patience patience = new Patience(SHORT, LONG, false);

    @BeforeEach
    void lookAround() {
        encounters.startOver();
        encounters.lookedAround();
    }

    @Test
    void nobodyListens_isEnoughAfterTheFirst() {
        assertThat(patience.first()).isEqualTo(SHORT);
        assertThat(patience.more(encounters)).isEmpty();
    }

    @Test
    void somebodyListensAndIsSilent_isGivenLongerAndExtendedSoManyTimes() {
        encounters.greeted(new Endpoint("10.0.0.2", 7270));

        assertThat(patience.more(encounters)).contains(LONG);
        for (int times = 0; times < Patience.EXTENSIONS; times++) {
            assertThat(patience.more(encounters)).contains(SHORT);
        }
        assertThat(patience.more(encounters)).isEmpty();
    }

    @Test
    void begunForAnOlderCluster_waitsLongFromTheStart() {
        var forOlder = new Patience(SHORT, LONG, true);

        assertThat(forOlder.first()).isEqualTo(LONG);
        assertThat(forOlder.more(encounters)).isEmpty();
    }
}

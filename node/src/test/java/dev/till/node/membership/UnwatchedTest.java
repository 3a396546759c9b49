package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.membership.ClusterNews.Member;
import dev.till.node.membership.ClusterNews.Phase;
import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnwatchedTest {
    private final Unwatched unwatched = new Unwatched();
    private final Member silent = member(2);
    private final Member speaks = member(3);

    @Test
    void whoKeepsSilentForTwoRounds_isDialledAnew_againAndAgain() {
        assertThat(unwatched.round(List.of(silent))).isEmpty();
        assertThat(unwatched.round(List.of(silent))).isEmpty();
        assertThat(unwatched.round(List.of(silent))).containsExactly(silent.device());
        assertThat(unwatched.round(List.of(silent))).isEmpty();
        assertThat(unwatched.round(List.of(silent))).containsExactly(silent.device());
    }

    @Test
    void whoSpeaks_isLeftAlone() {
        for (int round = 0; round < 9; round++) {
            assertThat(unwatched.round(List.of(speaks))).isEmpty();
            unwatched.heard(speaks.seat());
        }
    }

    @Test
    void whoIsWatchedMeanwhile_beginsAnew() {
        unwatched.round(List.of(silent));
        unwatched.round(List.of(silent));
        unwatched.round(List.of());

        assertThat(unwatched.round(List.of(silent))).isEmpty();
    }

    private static Member member(int number) {
        return new Member(
                new Seat(new Endpoint("10.0.0." + number, 7270), number), new DeviceId(number, 0, 0), Phase.WEAK, true);
    }
}

package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EncountersTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final Standing SEEKING = standing(1, 10, 0);
    private static final Standing SERVING = standing(1, 10, 1);

    private final Encounters encounters = new Encounters(Optional.empty(), Duration.ofSeconds(15));

    @Test
    void beforeLookingAround_isNotAlone() {
        assertThat(encounters.isAlone()).isFalse();
        encounters.lookedAround();
        assertThat(encounters.isAlone()).isTrue();
    }

    @Test
    void whoMayAnswer_isWaitedFor() {
        var younger = standing(2, 11, 0);
        encounters.lookedAround();
        encounters.greeted(younger.seat().endpoint());
        assertThat(encounters.isAlone()).isFalse();

        assertThat(encounters.joins(SEEKING, younger)).isFalse();

        assertThat(encounters.isAlone()).isTrue();
    }

    @Test
    void whoWouldFoundTheOlderCluster_isWaitedForUntilItHas() {
        encounters.lookedAround();

        assertThat(encounters.joins(SEEKING, standing(2, 9, 0))).isFalse();
        assertThat(encounters.isAlone()).isFalse();
        assertThat(encounters.joins(SEEKING, standing(2, 9, 1))).isTrue();
    }

    @Test
    void whoDoesNotAnswer_isGreetedMoreAndMoreSeldom() {
        var silent = seat(2).endpoint();
        encounters.greeted(silent);
        var rounds = IntStream.rangeClosed(1, 31)
                .filter(round -> {
                    encounters.greeted(silent); // seen to listen again and again
                    return encounters.greetAgain().contains(silent);
                })
                .toArray();

        assertThat(rounds).containsExactly(1, 3, 7, 15, 23, 31);
    }

    @Test
    void whoWaitsForThisNode_isToldAndNotWaitedFor() {
        var younger = standing(2, 11, 0);
        encounters.lookedAround();
        encounters.joins(SEEKING, younger);

        encounters.greeted(younger.seat().endpoint());

        assertThat(encounters.isAlone()).isTrue();
        assertThat(encounters.waitingBeside(Set.of())).containsExactly(seat(2).endpoint());
        assertThat(encounters.waitingBeside(Set.of(seat(2).endpoint()))).isEmpty();
    }

    @Test
    void whoseBirthGrewOlder_isWaitedForAfterAll() {
        encounters.lookedAround();
        encounters.joins(SEEKING, standing(2, 11, 0));

        encounters.joins(SEEKING, standing(2, 9, 0));

        assertThat(encounters.isAlone()).isFalse();
        assertThat(encounters.waitingBeside(Set.of())).isEmpty();
    }

    @Test
    void whoSaysThatItWillFound_isWorthWaitingForWhileItSaysSo() {
        encounters.greeted(seat(3).endpoint());
        encounters.joins(SEEKING, standing(2, 9, 0));
        for (int round = 0; round < 15; round++) {
            encounters.greetAgain();
        }
        assertThat(encounters.isWorthWaiting()).isTrue();
        encounters.greetAgain();
        assertThat(encounters.isWorthWaiting()).isFalse();

        encounters.joins(SEEKING, standing(2, 9, 0));

        assertThat(encounters.isWorthWaiting()).isTrue();
    }

    @Test
    void whoIsSilentWhileOthersAnswer_isNotWorthWaitingForAtLength() {
        encounters.greeted(seat(3).endpoint());
        assertThat(encounters.isWorthWaiting()).isTrue();

        encounters.joins(SEEKING, standing(2, 11, 0));

        assertThat(encounters.isAwaiting()).isTrue();
        assertThat(encounters.isWorthWaiting()).isFalse();
    }

    @Test
    void metWhileOnTheWayIn_isToldAfterwards() {
        encounters.note(SEEKING, standing(2, 11, 0));
        encounters.note(SEEKING, standing(3, 9, 0));
        encounters.note(SEEKING, standing(4, 11, 1));

        assertThat(encounters.waitingBeside(Set.of())).containsExactly(seat(2).endpoint());
    }

    @Test
    void begunForAnOlderCluster_neverFoundsOneForLackOfAnswers() {
        var begunForOlder = new Encounters(Optional.of(new Birth(5, device(2))), Duration.ofSeconds(15));
        begunForOlder.lookedAround();

        assertThat(begunForOlder.isAlone()).isFalse();
    }

    @Test
    void olderCluster_isYieldedToAtOnce() {
        assertThat(encounters.yieldsTo(SERVING, standing(2, 9, 1), NOON)).isPresent();
        assertThat(encounters.yieldsTo(SERVING, standing(2, 11, 1), NOON)).isEmpty();
    }

    @Test
    void greaterHalf_isYieldedToWhenTheSplitStays() {
        var greater = new Standing(
                SERVING.fleet(), device(2), seat(2), true, SERVING.birth(), 2, List.of(seat(2), seat(3)), Life.UNKNOWN);

        assertThat(encounters.yieldsTo(SERVING, greater, NOON)).isEmpty();
        assertThat(encounters.yieldsTo(SERVING, greater, NOON.plusSeconds(14))).isEmpty();
        assertThat(encounters.yieldsTo(SERVING, greater, NOON.plusSeconds(15))).isPresent();
    }

    @Test
    void splitInWhichMembersWereRemoved_isBelievedSooner() {
        var greater = new Standing(
                SERVING.fleet(), device(2), seat(2), true, SERVING.birth(), 2, List.of(seat(2), seat(3)), Life.UNKNOWN);
        encounters.yieldsTo(SERVING, greater, NOON);
        assertThat(encounters.disputed(NOON)).containsExactly(seat(2).endpoint());
        assertThat(encounters.disputed(NOON.plusSeconds(30))).isEmpty();

        encounters.parted(seat(2));

        assertThat(encounters.yieldsTo(SERVING, greater, NOON.plusSeconds(3))).isEmpty();
        assertThat(encounters.yieldsTo(SERVING, greater, NOON.plusSeconds(4))).isPresent();
    }

    @Test
    void splitThatMends_isForgotten() {
        var apart = new Standing(
                SERVING.fleet(), device(2), seat(2), true, SERVING.birth(), 2, List.of(seat(2)), Life.UNKNOWN);
        var together = new Standing(
                SERVING.fleet(), device(2), seat(2), true, SERVING.birth(), 2, List.of(seat(1), seat(2)), Life.UNKNOWN);
        var mine = SERVING.within(1, List.of(seat(1), seat(2)));
        encounters.yieldsTo(mine, apart, NOON);

        encounters.yieldsTo(mine, together, NOON.plusSeconds(10));

        assertThat(encounters.yieldsTo(mine, apart, NOON.plusSeconds(20))).isEmpty();
    }

    private static Standing standing(int device, long born, int reach) {
        var members = reach == 0 ? List.<Seat>of() : List.of(seat(device));
        return new Standing(
                new FleetId("0".repeat(32)),
                device(device),
                seat(device),
                reach > 0,
                new Birth(born, device(device)),
                reach,
                members,
                Life.UNKNOWN);
    }

    private static Seat seat(int number) {
        return new Seat(new Endpoint("10.0.0." + number, 7270), number);
    }

    private static DeviceId device(int number) {
        return new DeviceId(number, 0, 0);
    }
}

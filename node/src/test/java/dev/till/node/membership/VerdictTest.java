package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final FleetId FLEET = new FleetId("0".repeat(32));
    private static final Optional<Birth> ANY = Optional.empty();

    @Test
    void strangersAndOneself_areIgnored() {
        var mine = within(1, 10, 1);

        assertThat(Verdict.on(mine, mine, ANY)).isEqualTo(Verdict.IGNORE);
        var stranger = new Standing(
                new FleetId("1".repeat(32)),
                device(2),
                seat(2),
                true,
                new Birth(1, device(2)),
                9,
                List.of(seat(2)),
                Life.UNKNOWN);
        assertThat(Verdict.on(mine, stranger, ANY)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void seeking_joinsAnyClusterOfItsFleet() {
        assertThat(Verdict.on(apart(1, 10), within(2, 99, 1), ANY)).isEqualTo(Verdict.JOIN);
    }

    @Test
    void seekingAnOlderCluster_doesNotJoinAYoungerOne() {
        var toward = Optional.of(new Birth(5, device(3)));

        assertThat(Verdict.on(apart(1, 50), within(2, 6, 1), toward)).isEqualTo(Verdict.IGNORE);
        assertThat(Verdict.on(apart(1, 50), within(2, 5, 1), toward)).isEqualTo(Verdict.JOIN);
    }

    @Test
    void twoThatSeek_waitForTheOlder() {
        assertThat(Verdict.on(apart(1, 10), apart(2, 9), ANY)).isEqualTo(Verdict.WAIT);
        assertThat(Verdict.on(apart(2, 9), apart(1, 10), ANY)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void twoClusters_theYoungerDissolves() {
        assertThat(Verdict.on(within(1, 10, 5), within(2, 9, 1), ANY)).isEqualTo(Verdict.DISSOLVE);
        assertThat(Verdict.on(within(2, 9, 1), within(1, 10, 5), ANY)).isEqualTo(Verdict.IGNORE);
    }

    @Test
    void oneClusterInTwoHalves_whoReachesFewerYields() {
        var greater = new Standing(
                FLEET, device(1), seat(1), true, new Birth(7, device(1)), 2, List.of(seat(1), seat(3)), Life.UNKNOWN);
        var woken = new Standing(
                FLEET,
                device(2),
                seat(2),
                true,
                new Birth(7, device(1)),
                1,
                List.of(seat(1), seat(2), seat(3)),
                Life.UNKNOWN);

        assertThat(Verdict.on(woken, greater, ANY)).isEqualTo(Verdict.SPLIT);
        assertThat(Verdict.on(greater, woken, ANY)).isEqualTo(Verdict.IGNORE);
    }

    /** Whatever two nodes know of each other, at most one of them gives its cluster up. */
    @Test
    void anyTwoNodes_neverBothYield() {
        var world = new ArrayList<Standing>();
        for (int device = 1; device <= 2; device++) {
            for (int born = 1; born <= 2; born++) {
                world.add(apart(device, born));
                for (int reach = 1; reach <= 2; reach++) {
                    for (int founder = 1; founder <= 2; founder++) {
                        var birth = new Birth(born, device(founder));
                        world.add(standing(device, birth, reach, List.of(seat(device))));
                        world.add(standing(device, birth, reach, List.of(seat(1), seat(2))));
                    }
                }
            }
        }

        for (var one : world) {
            for (var other : world) {
                assertThat(List.of(yields(one, other), yields(other, one)))
                        .as("%s meets %s", one, other)
                        .isNotEqualTo(List.of(true, true));
            }
        }
    }

    @Test
    void removed_endsForMembersOfTheSameClusterOnly() {
        var birth = new Birth(7, device(1));
        var mine = standing(2, birth, 5, List.of(seat(1), seat(2)));
        var theirs = standing(1, birth, 1, List.of(seat(1)));

        assertThat(Verdict.endsRemoved(mine, theirs, false)).isTrue();
        assertThat(Verdict.endsRemoved(apart(2, 7), theirs, false)).isFalse();
        assertThat(Verdict.endsRemoved(within(2, 8, 5), theirs, false)).isFalse();
        assertThat(Verdict.endsRemoved(mine, mine, false)).isFalse();
    }

    @Test
    void twoThatRemovedEachOther_oneOfThemEnds() {
        var birth = new Birth(7, device(1));
        var lesser = standing(2, birth, 1, List.of(seat(2)));
        var greater = standing(1, birth, 2, List.of(seat(1), seat(3)));

        assertThat(Verdict.endsRemoved(lesser, greater, true)).isTrue();
        assertThat(Verdict.endsRemoved(greater, lesser, true)).isFalse();
    }

    private static boolean yields(Standing mine, Standing theirs) {
        return List.of(Verdict.DISSOLVE, Verdict.SPLIT, Verdict.WAIT).contains(Verdict.on(mine, theirs, ANY));
    }

    private static Standing apart(int device, long born) {
        return new Standing(
                FLEET,
                device(device),
                seat(device),
                false,
                new Birth(born, device(device)),
                0,
                List.of(),
                Life.UNKNOWN);
    }

    private static Standing within(int device, long born, int reach) {
        return standing(device, new Birth(born, device(device)), reach, List.of(seat(device)));
    }

    private static Standing standing(int device, Birth birth, int reach, List<Seat> members) {
        return new Standing(FLEET, device(device), seat(device), true, birth, reach, members, Life.UNKNOWN);
    }

    private static Seat seat(int number) {
        return new Seat(new Endpoint("10.0.0." + number, 7270), number);
    }

    private static DeviceId device(int number) {
        return new DeviceId(number, 0, 0);
    }
}

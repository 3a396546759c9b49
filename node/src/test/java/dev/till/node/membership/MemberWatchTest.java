package dev.till.node.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.membership.ClusterNews.Member;
import dev.till.node.membership.ClusterNews.Phase;
import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import dev.till.node.message.FleetCommand.PeerSeen;
import dev.till.node.message.Peer;
import dev.till.node.message.Roster;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MemberWatchTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final MembershipSettings SETTINGS = TestFleet.settings();
    private static final Roster NOBODY_REVOKED = roster();
    private static final Member SELF = member(1, 1, Phase.UP, true);

    private final MemberWatch watch = new MemberWatch(device(1), seat(1, 1));

    @Test
    void peerComesAndGoesOutOfReach_isToldOnceEach() {
        assertThat(update(NOON, SELF, member(2, 1, Phase.JOINING, true))).isEmpty();
        assertThat(update(NOON, SELF, member(2, 1, Phase.UP, true))).containsExactly(seen(2, Peer.State.UP));
        assertThat(update(NOON, SELF, member(2, 1, Phase.UP, true))).isEmpty();
        assertThat(update(NOON, SELF, member(2, 1, Phase.UP, false))).containsExactly(seen(2, Peer.State.UNREACHABLE));
    }

    @Test
    void peerLeavesCleanly_staysLeft() {
        update(NOON, SELF, member(2, 1, Phase.UP, true));

        assertThat(update(NOON, SELF, member(2, 1, Phase.LEAVING, true))).containsExactly(seen(2, Peer.State.LEFT));
        assertThat(update(NOON, SELF)).isEmpty();
        assertThat(watch.farewell()).isEmpty();
    }

    @Test
    void peerVanishesOrWeEnd_isUnreachable() {
        update(NOON, SELF, member(2, 1, Phase.UP, true), member(3, 1, Phase.UP, true));

        assertThat(update(NOON, SELF, member(3, 1, Phase.UP, true))).containsExactly(seen(2, Peer.State.UNREACHABLE));
        assertThat(watch.farewell()).containsExactly(seen(3, Peer.State.UNREACHABLE));
    }

    @Test
    void sleepers_areLeftInPeace() {
        update(NOON, SELF, member(2, 1, Phase.UP, false));

        assertThat(gone(NOON.plus(Duration.ofDays(29)), NOBODY_REVOKED)).isEmpty();
    }

    @Test
    void sleepersWhileSomebodyArrives_areRemoved() {
        update(NOON, SELF, member(2, 1, Phase.UP, false), member(3, 1, Phase.JOINING, true));

        assertThat(gone(NOON.plusSeconds(15), NOBODY_REVOKED)).isEmpty();
        assertThat(gone(NOON.plusSeconds(16), NOBODY_REVOKED)).containsExactly(endpoint(2));
    }

    @Test
    void halvesWhileSomebodyArrives_onlyOneOfThemRemovesTheOther() {
        update(NOON, SELF, up(2), outOfReach(3), outOfReach(4), arrives(5));
        assertThat(gone(NOON.plusSeconds(16), NOBODY_REVOKED)).containsExactly(endpoint(3), endpoint(4));

        var other = new MemberWatch(device(3), seat(3, 1));
        other.update(List.of(outOfReach(1), outOfReach(2), up(3), up(4), arrives(5)), NOON);
        assertThat(other.gone(NOBODY_REVOKED, NOON.plusSeconds(16), SETTINGS)).isEmpty();
    }

    @Test
    void lesserPartWhileSomebodyArrives_waitsLonger() {
        update(NOON, SELF, outOfReach(2), outOfReach(3), up(4), outOfReach(5), arrives(6));

        assertThat(gone(NOON.plusSeconds(45), NOBODY_REVOKED)).isEmpty();
        assertThat(gone(NOON.plusSeconds(46), NOBODY_REVOKED)).containsExactly(endpoint(2), endpoint(3), endpoint(5));
    }

    @Test
    void whileMembersComeBackIntoReach_nobodyIsRemoved() {
        update(NOON, SELF, up(2), outOfReach(3), outOfReach(4), arrives(5));
        update(NOON.plusSeconds(14), SELF, up(2), outOfReach(3), up(4), arrives(5));

        assertThat(gone(NOON.plusSeconds(19), NOBODY_REVOKED)).isEmpty();
        assertThat(gone(NOON.plusSeconds(20), NOBODY_REVOKED)).containsExactly(endpoint(3));
    }

    @Test
    void whoIsNotUpItself_removesNoSleepers() {
        update(NOON, member(1, 1, Phase.WEAK, true), member(2, 1, Phase.UP, false));

        assertThat(gone(NOON, NOBODY_REVOKED)).isEmpty();
    }

    @Test
    void whoWasRemovedOrMarked_staysRemoved() {
        update(NOON, SELF, member(2, 1, Phase.UP, false), member(3, 1, Phase.UP, true));
        assertThat(watch.hasRemoved(seat(2, 1))).isFalse();

        update(NOON, SELF, member(2, 1, Phase.DOWN, false), member(3, 1, Phase.UP, true));
        assertThat(watch.hasRemoved(seat(2, 1))).isTrue();

        update(NOON, SELF, member(2, 2, Phase.UP, true));
        assertThat(watch.hasRemoved(seat(2, 1))).isTrue();
        assertThat(watch.hasRemoved(seat(2, 2))).isFalse();
        assertThat(watch.hasRemoved(seat(3, 1))).isTrue();
    }

    @Test
    void whoArrives_isWatchedByNobodyAndWatchesNobody() {
        update(NOON, SELF, up(2), arrives(3), outOfReach(4));
        assertThat(watch.unwatched()).containsExactly(arrives(3));

        update(NOON, member(1, 1, Phase.WEAK, true), up(2), arrives(3), outOfReach(4));
        assertThat(watch.unwatched()).containsExactly(up(2), arrives(3));
    }

    @Test
    void memberOfAnotherPartWhomThisOneRemoved_isNamedToIt() {
        update(NOON, SELF, up(2), up(3));
        update(NOON, SELF, up(3));

        assertThat(watch.removedOf(partOf(4, seat(2, 1), seat(4, 1)))).contains(seat(2, 1));
        assertThat(watch.removedOf(partOf(2, seat(3, 1), seat(2, 1)))).contains(seat(2, 1));
        assertThat(watch.removedOf(partOf(4, seat(3, 1), seat(4, 1)))).isEmpty();
    }

    @Test
    void whoNeverFinishesArriving_isRemoved() {
        update(NOON, SELF, member(2, 1, Phase.JOINING, true));

        assertThat(gone(NOON.plusSeconds(59), NOBODY_REVOKED)).isEmpty();
        assertThat(gone(NOON.plusSeconds(61), NOBODY_REVOKED)).containsExactly(endpoint(2));
    }

    @Test
    void whoIsItselfNeverUp_isStuck() {
        update(NOON, member(1, 1, Phase.WEAK, true), member(2, 1, Phase.UP, false));

        assertThat(watch.isStuck(NOON.plusSeconds(59), SETTINGS)).isFalse();
        assertThat(watch.isStuck(NOON.plusSeconds(61), SETTINGS)).isTrue();
    }

    @Test
    void pastRetentionRevokedAndOwnEarlierSeats_areRemoved() {
        var earlier = new Member(seat(9, 1), device(1), Phase.UP, true);
        update(NOON, SELF, member(2, 1, Phase.UP, false), member(3, 1, Phase.UP, true), earlier);

        assertThat(gone(NOON.plus(Duration.ofDays(31)), roster(device(3))))
                .containsExactlyInAnyOrder(endpoint(2), endpoint(3), endpoint(9));
    }

    @Test
    void leads_areAllMembersAndThoseInReachFirst() {
        update(NOON, SELF, member(2, 1, Phase.UP, false), member(3, 1, Phase.UP, true));

        assertThat(watch.leads()).containsExactly(endpoint(1), endpoint(3), endpoint(2));
    }

    private List<PeerSeen> update(Instant now, Member... members) {
        return watch.update(Arrays.asList(members), now);
    }

    private List<Endpoint> gone(Instant now, Roster roster) {
        return watch.gone(roster, now, SETTINGS);
    }

    private static PeerSeen seen(int device, Peer.State state) {
        return new PeerSeen(device(device), state, endpoint(device));
    }

    private static Member member(int device, long uid, Phase phase, boolean reachable) {
        return new Member(seat(device, uid), device(device), phase, reachable);
    }

    private static Member up(int device) {
        return member(device, 1, Phase.UP, true);
    }

    private static Member outOfReach(int device) {
        return member(device, 1, Phase.UP, false);
    }

    private static Member arrives(int device) {
        return member(device, 1, Phase.JOINING, true);
    }

    private static Standing partOf(int speaker, Seat... members) {
        return new Standing(
                NOBODY_REVOKED.fleet(),
                device(speaker),
                seat(speaker, 1),
                true,
                new Birth(1, device(1)),
                members.length,
                List.of(members),
                Life.UNKNOWN);
    }

    private static Seat seat(int number, long uid) {
        return new Seat(endpoint(number), uid);
    }

    private static Endpoint endpoint(int number) {
        return new Endpoint("10.0.0." + number, 7270);
    }

    private static DeviceId device(int number) {
        return new DeviceId(number, 0, 0);
    }

    private static Roster roster(DeviceId... revoked) {
        return new Roster(new FleetId("0".repeat(32)), new TreeMap<>(), Set.of(revoked));
    }
}

package dev.till.protocol.trust;

import static dev.till.protocol.trust.Keys.NOON;
import static dev.till.protocol.trust.Keys.enrolled;
import static dev.till.protocol.trust.Keys.fleet;
import static dev.till.protocol.trust.Keys.key;
import static dev.till.protocol.trust.Keys.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.trust.Statement.Enrolment;
import dev.till.protocol.trust.Statement.Revocation;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private final SigningKey one = key(1);
    private final SigningKey two = key(2);
    private final SigningKey three = key(3);
    private final SigningKey thief = key(66);

    @Test
    void fleetOfOne_hasItsFounderAsAdmin() {
        var members = fleet().members();

        assertThat(members).singleElement().satisfies(founder -> {
            assertThat(founder.id()).isEqualTo(one.id());
            assertThat(founder.name()).isEqualTo(name("one"));
            assertThat(founder.admin()).isTrue();
            assertThat(founder.enrolledAt()).isEqualTo(NOON);
        });
    }

    @Test
    void enrolledByAnEnrolledAdmin_isAMember() {
        var list = enrolled(enrolled(fleet(), one, 2, true), two, 3, false);

        assertThat(members(list)).containsExactlyInAnyOrder(one.id(), two.id(), three.id());
    }

    @Test
    void enrolledByADeviceThatIsNoAdmin_isNone() {
        var list = enrolled(fleet(), one, 2, false);
        var said = entryOf(list, two);

        var forged = list.with(enrolment(list, said, two, thief));

        assertThat(members(forged)).doesNotContain(thief.id());
        assertThat(forged.bounded()).as("it can never count").isEqualTo(list);
        assertThatThrownBy(() -> enrolled(list, two, 3, false)).hasMessageContaining("expected: an admin");
    }

    @Test
    void enrolledByItself_isNone() {
        var list = fleet();
        var own = enrolment(list, EntryId.of(list.fleet()), thief, thief);

        assertThat(members(list.with(own))).containsExactly(one.id());
    }

    @Test
    void twoThatEnrolEachOther_cannotEvenSayIt() {
        var list = fleet();
        var missing = EntryId.of(new byte[] {1});
        var first = enrolment(list, missing, thief, two);
        var second = enrolment(list, first.id(), two, thief);

        // The first would have to name the second, whose id is a hash over the id of the first.
        assertThat(members(list.with(first).with(second))).containsExactly(one.id());
    }

    @Test
    void entryBeforeTheOneItBuildsOn_countsOnceThatArrives() {
        var whole = enrolled(enrolled(fleet(), one, 2, true), two, 3, false);
        var late = entryOf(whole, two);
        var early = new DeviceList(whole.fleet(), without(whole, late));

        assertThat(members(early)).containsExactly(one.id());
        assertThat(early.bounded()).as("kept until then").isEqualTo(early);
        assertThat(members(early.with(whole.entries().get(late)))).contains(two.id(), three.id());
    }

    @Test
    void revoked_isNoMemberAndItsKeyStaysOut() {
        var list = enrolled(fleet(), one, 2, false).revoke(one, two.id(), NOON);

        assertThat(members(list)).containsExactly(one.id());
        assertThat(Membership.of(list).find(two.id())).get().matches(DeviceRecord::revoked);
        assertThatThrownBy(() -> enrolled(list, one, 2, false)).hasMessageContaining("expected: a new key");
        var again = enrolment(list, EntryId.of(list.fleet()), one, two);
        assertThat(members(list.with(again))).containsExactly(one.id());
    }

    @Test
    void adminEnrolsAfterItsRevocation_enrolsNobodyHoweverItDatesIt() {
        var before = enrolled(fleet(), one, 2, true);
        var after = before.revoke(one, two.id(), NOON.plusSeconds(100));

        var backdated = enrolment(before, entryOf(before, two), two, thief, Instant.EPOCH);

        assertThat(members(after.with(backdated))).containsExactly(one.id());
        assertThat(members(before.with(backdated).merge(after))).containsExactly(one.id());
    }

    @Test
    void enrolledBeforeTheAdminWasRevoked_stays() {
        var list = enrolled(enrolled(fleet(), one, 2, true), two, 3, true).revoke(one, two.id(), NOON);

        assertThat(members(list)).containsExactlyInAnyOrder(one.id(), three.id());
        assertThat(members(enrolled(list, three, 4, false))).contains(key(4).id());
    }

    @Test
    void revokedAdminRevokesOthersAfterwards_revokesNobody() {
        var before = enrolled(enrolled(fleet(), one, 2, true), one, 3, false);
        var after = before.revoke(one, two.id(), NOON);

        var revenge = before.revoke(two, three.id(), Instant.EPOCH);

        assertThat(members(after.merge(revenge))).containsExactlyInAnyOrder(one.id(), three.id());
    }

    @Test
    void adminsRevokeEachOtherUnknowingly_bothAreOutEverywhere() {
        var before = enrolled(enrolled(fleet(), one, 2, true), one, 3, false);
        var left = before.revoke(one, two.id(), NOON);
        var right = before.revoke(two, one.id(), NOON);

        assertThat(members(left.merge(right))).containsExactly(three.id());
        assertThat(members(right.merge(left))).containsExactly(three.id());
    }

    @Test
    void founderIsRevoked_theFleetGoesOnWithWhomItEnrolled() {
        var list = enrolled(fleet(), one, 2, true).revoke(two, one.id(), NOON);

        assertThat(members(list)).containsExactly(two.id());
        assertThat(members(enrolled(list, two, 3, false))).contains(three.id());
    }

    @Test
    void deviceRevokesItself_isOut() {
        var list = enrolled(fleet(), one, 2, true).revoke(two, two.id(), NOON);

        assertThat(members(list)).containsExactly(one.id());
    }

    @Test
    void enrolledAgain_isRenamedAndPromoted() {
        var list = enrolled(fleet(), one, 2, false);

        var later = list.enrol(one, two.publicKey(), name("renamed"), true, NOON.plusSeconds(99));

        assertThat(Membership.of(later).member(two.id())).get().satisfies(device -> {
            assertThat(device.name()).isEqualTo(name("renamed"));
            assertThat(device.admin()).isTrue();
            assertThat(device.enrolledAt()).isEqualTo(NOON.plusSeconds(2));
        });
    }

    @Test
    void unknownKindOfEntry_isKeptAndWithoutEffect() throws Exception {
        var list = fleet();
        var founding = EntryId.of(list.fleet());
        var novel = TrustEntry.sign(new Statement.Unrecognised(9, founding, founding), one, NOON);

        var more = DeviceListCodec.decode(DeviceListCodec.encode(list.with(novel)));

        assertThat(more.bounded().entries()).containsKey(novel.id());
        assertThat(members(more)).containsExactly(one.id());
    }

    private static List<DeviceId> members(DeviceList list) {
        return list.members().stream().map(DeviceRecord::id).toList();
    }

    private static TrustEntry enrolment(DeviceList list, EntryId authority, SigningKey by, SigningKey whom) {
        return enrolment(list, authority, by, whom, NOON);
    }

    private static TrustEntry enrolment(
            DeviceList list, EntryId authority, SigningKey by, SigningKey whom, Instant at) {
        var statement = new Enrolment(EntryId.of(list.fleet()), authority, whom.publicKey(), name("thief"), true);
        return TrustEntry.sign(statement, by, at);
    }

    private static EntryId entryOf(DeviceList list, SigningKey device) {
        return list.entries().values().stream()
                .filter(entry -> entry.statement() instanceof Enrolment enrolment
                        && enrolment.device().equals(device.publicKey()))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static SortedMap<EntryId, TrustEntry> without(DeviceList list, EntryId id) {
        var rest = new TreeMap<>(list.entries());
        rest.remove(id);
        return rest;
    }

    @Test
    void revocationKeepsOnlyWhatItsSignerKnew() {
        var base = enrolled(fleet(), one, 2, true);
        var known = enrolled(base, two, 3, false);
        var statement = known.revoke(one, two.id(), NOON).entries().values().stream()
                .map(TrustEntry::statement)
                .filter(Revocation.class::isInstance)
                .map(Revocation.class::cast)
                .findFirst()
                .orElseThrow();

        assertThat(statement.kept()).isEqualTo(new TreeSet<>(List.of(entryOf(known, three))));
    }
}

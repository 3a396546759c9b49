package dev.till.protocol.trust;

import static dev.till.protocol.trust.Keys.NOON;
import static dev.till.protocol.trust.Keys.enrolled;
import static dev.till.protocol.trust.Keys.fleet;
import static dev.till.protocol.trust.Keys.key;
import static dev.till.protocol.trust.Keys.name;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.register.MergeLaws;
import dev.till.protocol.trust.Statement.Enrolment;
import dev.till.protocol.trust.Statement.Revocation;
import dev.till.protocol.wire.MalformedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DeviceListTest {

    @Test
    void merge_keepsTheLaws() {
        MergeLaws.assertHold(world());
    }

    @Test
    void members_areTheSameInWhateverOrderEntriesArrive() {
        var base = enrolled(enrolled(enrolled(fleet(), key(1), 2, true), key(2), 3, true), key(3), 4, false);
        var whole = base.revoke(key(1), key(2).id(), NOON)
                .merge(base.revoke(key(3), key(1).id(), NOON))
                .merge(enrolled(base, key(2), 5, true));
        var expected = whole.members();
        var founding = EntryId.of(whole.fleet());

        for (int seed = 0; seed < 50; seed++) {
            var entries = new ArrayList<>(whole.entries().values());
            Collections.shuffle(entries, new Random(seed));
            var list = fleet();
            for (TrustEntry entry : entries) {
                list = entry.id().equals(founding) ? list : list.with(entry).bounded();
            }
            assertThat(list).as("seed %d", seed).isEqualTo(whole);
            assertThat(list.members()).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Test
    void codec_readsWhatItWrote_andEqualListsHaveEqualBytes() throws Exception {
        for (DeviceList list : world()) {
            var bytes = DeviceListCodec.encode(list);
            assertThat(DeviceListCodec.decode(bytes)).isEqualTo(list);
            assertThat(DeviceListCodec.encode(DeviceListCodec.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void anyByteChanged_isNeverReadAsTheSameFleet() {
        var bytes = DeviceListCodec.encode(enrolled(fleet(), key(1), 2, true));

        for (int i = 0; i < bytes.length; i++) {
            var changed = bytes.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> DeviceListCodec.decode(changed)).isInstanceOf(MalformedException.class);
        }
        for (int length = 0; length < bytes.length; length += 7) {
            var cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> DeviceListCodec.decode(cut)).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void newerVersion_isRefusedWithBothVersions() {
        var bytes = DeviceListCodec.encode(fleet());
        bytes[0] = 2;

        assertThatThrownBy(() -> DeviceListCodec.decode(bytes))
                .hasMessage("device list: version 2 (expected: 1; a newer till wrote it)");
    }

    @Test
    void newerFields_areKeptUnderTheirSignature() throws Exception {
        var entry = fleet().entries().values().iterator().next();
        var body = Arrays.copyOf(entry.bytes(), entry.size() - 64 + 3);
        var domain = "till trust entry\0".getBytes(StandardCharsets.US_ASCII);
        var signed = Arrays.copyOf(domain, domain.length + body.length);
        System.arraycopy(body, 0, signed, domain.length, body.length);
        var whole = Arrays.copyOf(body, body.length + 64);
        System.arraycopy(key(1).sign(signed), 0, whole, body.length, 64);

        var read = TrustEntry.decode(whole);

        assertThat(read.extra().length()).isEqualTo(3);
        assertThat(read.statement()).isEqualTo(entry.statement());
        assertThat(read.bytes()).isEqualTo(whole);
    }

    @Test
    void entryOfAnotherFleet_isRefused() {
        var other = DeviceList.found(key(1), name("one"), 9, 9, NOON);
        var foreign = enrolled(other, key(1), 2, true).entries().values().stream()
                .filter(entry -> entry.statement() instanceof Enrolment)
                .findFirst()
                .orElseThrow();

        assertThat(other.fleet()).isNotEqualTo(fleet().fleet());
        assertThatThrownBy(() -> fleet().with(foreign)).hasMessageContaining("of another fleet");
    }

    @Test
    void signedByAnotherKeyThanItSays_isRefused() {
        var good = fleet().entries().values().iterator().next();
        var forged = good.bytes();
        System.arraycopy(key(2).sign(new byte[10]), 0, forged, forged.length - 64, 64);

        assertThatThrownBy(() -> TrustEntry.decode(forged)).hasMessageContaining("its signature is not by");
    }

    @Test
    void flood_ofLooseEnds_pushesNothingOut() {
        var list = enrolled(fleet(), key(1), 2, true);
        var flooded = new TreeMap<>(list.entries());
        for (int i = 0; i < 200; i++) {
            var nowhere = EntryId.of(new byte[] {(byte) i});
            var entry = TrustEntry.sign(
                    new Enrolment(EntryId.of(list.fleet()), nowhere, key(3).publicKey(), name("x" + i), true),
                    key(66),
                    Instant.EPOCH);
            flooded.put(entry.id(), entry);
        }

        var kept = new DeviceList(list.fleet(), flooded).bounded();

        assertThat(kept.entries()).containsAllEntriesOf(list.entries());
        assertThat(kept.entries()).hasSize(list.entries().size() + DeviceList.MAX_LOOSE);
    }

    @Test
    void flood_byAnAdmin_cannotKeepItsRevocationOut() {
        var list = enrolled(enrolled(fleet(), key(1), 2, true), key(1), 3, false);
        var authority = Membership.of(list).authority(key(2).id()).orElseThrow();
        var flooded = new TreeMap<>(list.entries());
        for (int i = 0; i < 1200; i++) {
            var entry = TrustEntry.sign(
                    new Enrolment(EntryId.of(list.fleet()), authority, key(4).publicKey(), name("x" + i), false),
                    key(2),
                    Instant.EPOCH);
            flooded.put(entry.id(), entry);
        }
        var full = new DeviceList(list.fleet(), flooded).bounded();
        assertThat(full.entries()).hasSizeLessThanOrEqualTo(DeviceList.MAX_ENTRIES);

        var after = full.merge(list.revoke(key(1), key(2).id(), NOON)).bounded();

        assertThat(after.entries()).hasSizeLessThanOrEqualTo(DeviceList.MAX_ENTRIES);
        assertThat(after.members()).extracting(DeviceRecord::id).containsExactlyInAnyOrder(key(1).id(), key(3).id());
        assertThat(DeviceListCodec.encode(after).length).isLessThanOrEqualTo(DeviceListCodec.MAX_BYTES);
    }

    /** Lists that share some entries, hold revocations both ways, loose ends, and one of another fleet. */
    private static List<DeviceList> world() {
        var base = enrolled(fleet(), key(1), 2, true);
        var founding = EntryId.of(base.fleet());
        var loose = TrustEntry.sign(
                new Revocation(founding, EntryId.of(new byte[] {1}), key(1).id(), new TreeSet<>()), key(9), NOON);
        return List.of(
                fleet(),
                base,
                enrolled(base, key(2), 3, false),
                base.revoke(key(1), key(2).id(), NOON),
                base.revoke(key(2), key(1).id(), NOON),
                fleet().with(loose),
                DeviceList.found(key(3), name("other"), 1, 2, NOON));
    }
}

package dev.till.protocol.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.Devices;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class RegisterLawsTest {
    private static final Dot A1 = new Dot(Devices.A, 1);
    private static final Dot A2 = new Dot(Devices.A, 2);
    private static final Dot B1 = new Dot(Devices.B, 1);
    private static final Value X = new Value("\"x\"");
    private static final Value Y = new Value("\"y\"");

    @Test
    void everyTripleOfASmallWorld_keepsTheLaws() {
        var world = new ArrayList<Register>();
        for (long a = 0; a <= 2; a++) {
            for (long b = 0; b <= 1; b++) {
                addAllWithin(vector(a, b), world);
            }
        }

        assertThat(world).hasSize(105);
        MergeLaws.assertHold(world);
    }

    /** Also between replicas that differ in what they hold one writer to have seen. */
    @Test
    void everyTripleOfVersionsThatSawOthers_keepsTheLaws() {
        var world = new ArrayList<Register>();
        for (Version a :
                List.of(version(A2, 1, X), version(A2, 1, Y), version(A2, 1, X).seeing(vector(0, 1)))) {
            world.add(new Register(List.of(a), vector(2, 1)));
            world.add(Register.of(a));
            for (Version b : List.of(version(B1, 2, X), version(B1, 2, X).seeing(vector(1, 0)))) {
                world.add(Register.of(b));
                world.add(new Register(List.of(a, b), vector(2, 1)));
            }
        }

        MergeLaws.assertHold(world.stream().distinct().toList());
    }

    @Test
    void replicasThatDifferInWhatAWriterSaw_agreeOnAll() {
        var one = Register.of(version(A2, 1, X), VersionVector.of(B1));
        var other = Register.of(version(A2, 1, X), VersionVector.of(new Dot(Devices.C, 3)));

        assertThat(one.merge(other)).isEqualTo(other.merge(one));
        assertThat(one.merge(other).versions().get(0).seen())
                .isEqualTo(VersionVector.of(B1).with(new Dot(Devices.C, 3)));
    }

    @Test
    void everyPairOfSingleWrites_agreesOnTheWinner() {
        var writes = new ArrayList<Register>();
        for (Dot dot : List.of(A1, A2, B1, new Dot(Devices.C, 1))) {
            for (Version version : versions(dot)) {
                writes.add(Register.of(version, VersionVector.EMPTY));
                writes.add(Register.of(version, VersionVector.of(B1)));
                writes.add(Register.of(new Version(dot, version.at(), X, Extra.of(new byte[] {-1})), vector(1, 0)));
            }
        }

        MergeLaws.assertHold(writes);
    }

    @Test
    void writeThatSawAnother_supersedesItWhateverTheTimestamps() {
        var first = Register.of(version(B1, 9, X), VersionVector.EMPTY);
        var second = Register.of(version(A1, 1, Y), VersionVector.of(B1));

        assertThat(first.merge(second).value()).contains(Y);
        assertThat(first.merge(second).isConflict()).isFalse();
    }

    @Test
    void concurrentWrites_areBothKeptAndTheGreaterTimestampIsShown() {
        var merged = Register.of(version(B1, 1, X), VersionVector.EMPTY)
                .merge(Register.of(version(A1, 2, Y), VersionVector.EMPTY));

        assertThat(merged.versions()).hasSize(2);
        assertThat(merged.isConflict()).isTrue();
        assertThat(merged.value()).contains(Y);
    }

    @Test
    void concurrentEqualContents_areNoConflict() {
        var merged = Register.of(version(B1, 1, X), VersionVector.EMPTY)
                .merge(Register.of(version(A1, 2, X), VersionVector.EMPTY));

        assertThat(merged.isConflict()).isFalse();
    }

    @Test
    void ownEarlierWrite_isSupersededWithoutBeingNamed() {
        var merged = Register.of(version(A2, 1, Y), VersionVector.EMPTY)
                .merge(Register.of(version(A1, 9, X), VersionVector.EMPTY));

        assertThat(merged.versions()).containsExactly(version(A2, 1, Y));
    }

    @Test
    void tombstoneThatWins_showsNoValue() {
        var merged = Register.of(version(B1, 1, X), VersionVector.EMPTY)
                .merge(Register.of(version(A1, 2, Tombstone.DELETED), VersionVector.EMPTY));

        assertThat(merged.value()).isEmpty();
        assertThat(merged.winner()).isPresent();
    }

    @Test
    void equalTimestamps_areDecidedByDeviceThenSequenceThenContent() {
        assertThat(version(A1, 1, Y)).isLessThan(version(A2, 1, X));
        assertThat(version(A2, 1, Y)).isLessThan(version(B1, 1, X));
        assertThat(version(A1, 1, X)).isLessThan(version(A1, 1, Y));
        assertThat(version(A1, 1, Tombstone.DELETED)).isLessThan(version(A1, 1, X));
    }

    @Test
    void versionsThatAreUnsortedOrShareADot_areRefused() {
        var context = vector(2, 1);

        assertThatThrownBy(() -> new Register(List.of(version(B1, 2, X), version(A1, 1, X)), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("versions: ");
        assertThatThrownBy(() -> new Register(List.of(version(A1, 1, X), version(A1, 2, X)), context))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("versions: ");
        assertThatThrownBy(() -> new Register(List.of(version(A1, 1, X).seeing(vector(0, 1))), vector(2, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("context: ");
        assertThatThrownBy(() -> new Register(List.of(version(A1, 1, X)), VersionVector.EMPTY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("context: ");
    }

    @Test
    void writeBesideAVersion_leavesItAndReplacesTheRest() {
        var both = new Register(List.of(version(A1, 1, X), version(B1, 2, Y)), vector(1, 1));
        var dot = new Dot(new dev.till.protocol.id.DeviceId(9, 0, 0), 1);

        var context = both.contextBeside(Set.of(A1));
        var after = both.merge(Register.of(version(dot, 3, X), context));

        assertThat(after.versions()).extracting(Version::dot).containsExactly(B1, dot);
        assertThat(context.covers(A1)).isTrue();
    }

    /** Every register whose context is {@code context}: each covered dot superseded, or present in one of three forms. */
    private static void addAllWithin(VersionVector context, List<Register> world) {
        var states = List.of(new ArrayList<Version>());
        var all = new ArrayList<>(states);
        for (Dot dot : List.of(A1, A2, B1)) {
            if (context.covers(dot)) {
                for (var state : List.copyOf(all)) {
                    for (Version version : versions(dot)) {
                        var more = new ArrayList<>(state);
                        more.add(version);
                        all.add(more);
                    }
                }
            }
        }
        for (var state : all) {
            state.sort(null);
            world.add(new Register(state, context));
        }
    }

    private static List<Version> versions(Dot dot) {
        return List.of(version(dot, 1, X), version(dot, 1, Y), version(dot, 2, Tombstone.DELETED));
    }

    private static Version version(Dot dot, long nanos, Content content) {
        return new Version(dot, new HybridTimestamp(nanos), content, Extra.NONE);
    }

    private static VersionVector vector(long a, long b) {
        var entries = new TreeMap<dev.till.protocol.id.DeviceId, Long>();
        if (a > 0) {
            entries.put(Devices.A, a);
        }
        if (b > 0) {
            entries.put(Devices.B, b);
        }
        return new VersionVector(entries);
    }
}

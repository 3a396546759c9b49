package dev.till.protocol.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RestampTest {
    private static final RegisterKey KEY = RegisterKey.of("hosts/m2", "port");
    private static final DeviceId A = new DeviceId(1, 0, 0);
    private static final DeviceId B = new DeviceId(2, 0, 0);
    private static final HybridTimestamp BOUND = new HybridTimestamp(100);
    private static final HybridTimestamp NOW = new HybridTimestamp(60);

    @Test
    void nothingOfOurOwnIsAhead_nothingIsSaidAgain() {
        var register = written(A, 1, 100, "\"mine\"").merge(written(B, 1, 999, "\"theirs\""));

        assertThat(Restamp.of(KEY, register, A, BOUND)).isEmpty();
        assertThat(Restamp.of(KEY, Register.EMPTY, A, BOUND)).isEmpty();
    }

    @Test
    void ownWriteAlone_isSaidAgainNow() {
        var restamp = Restamp.of(KEY, written(A, 1, 999, "\"mine\""), A, BOUND).orElseThrow();

        assertThat(restamp)
                .isEqualTo(new Restamp(new Value("\"mine\""), VersionVector.of(new Dot(A, 1)), Optional.empty()));
    }

    @Test
    void concurrentWrite_staysConcurrentAndWins() {
        var theirs = written(B, 4, 50, "\"theirs\"");
        var before = written(A, 7, 999, "\"mine\"").merge(theirs);

        var after = before.merge(saidAgain(before, 8));

        assertThat(after.versions()).hasSize(2);
        assertThat(after.value()).contains(new Value("\"theirs\""));
        assertThat(after.merge(theirs)).isEqualTo(after);
    }

    @Test
    void writeUnderAnEarlierOrigin_isSupersededToo() {
        var before = written(A.origin(5), 3, 999, "\"mine\"");

        var after = before.merge(saidAgain(before, 1));

        assertThat(after.versions()).hasSize(1);
        assertThat(after.value()).contains(new Value("\"mine\""));
    }

    /** Whatever was there: what others cannot take is superseded, what they have stays, and nothing is ahead any more. */
    @Test
    void ofAnyRegister_theRightPartStaysAndNothingOfOurOwnIsAhead() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var register = Register.EMPTY;
            var held = Register.EMPTY;
            for (int write = 1 + random.nextInt(5); write > 0; write--) {
                var device = List.of(A, A.origin(5), B).get(random.nextInt(3));
                var one = written(device, 1 + random.nextInt(4), 40 + random.nextInt(100), "" + random.nextInt(3));
                register = register.merge(one);
                held = one.versions().get(0).at().compareTo(BOUND) > 0 ? held : held.merge(one);
            }
            var before = register;
            if (Restamp.of(KEY, before, A, BOUND).isEmpty()) {
                continue;
            }
            var again = saidAgain(before, 9);
            var after = before.merge(again);

            assertThat(after.versions())
                    .as("seed %s, %s", seed, before)
                    .noneMatch(version ->
                            version.dot().device().isOriginOf(A) && version.at().compareTo(BOUND) > 0);
            var stayed = new ArrayList<>(before.versions());
            stayed.removeIf(version ->
                    version.at().compareTo(BOUND) > 0 || version.dot().device().equals(A));
            assertThat(after.versions()).as("seed %s, %s", seed, before).containsAll(stayed);
            assertThat(held.merge(again).merge(after)).as("seed %s", seed).isEqualTo(after.merge(held));
        }
    }

    private static Register saidAgain(Register register, long seq) {
        var restamp = Restamp.of(KEY, register, A, BOUND).orElseThrow();
        var version = new Version(new Dot(A, seq), restamp.at().orElse(NOW), restamp.content(), Extra.NONE);
        return new Datagram(KEY, version, restamp.context()).register();
    }

    private static Register written(DeviceId device, long seq, long at, String json) {
        var version = new Version(new Dot(device, seq), new HybridTimestamp(at), new Value(json), Extra.NONE);
        return Register.of(version, VersionVector.EMPTY);
    }
}

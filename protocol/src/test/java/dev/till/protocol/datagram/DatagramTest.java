package dev.till.protocol.datagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.Devices;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class DatagramTest {
    private static final RegisterKey KEY = RegisterKey.of("e", "f");

    @Test
    void ownDevice_isNotNamedInTheContext() {
        var datagram = datagram(
                new Dot(Devices.A, 5), VersionVector.of(new Dot(Devices.A, 4)).with(new Dot(Devices.B, 1)));

        assertThat(datagram.context()).isEqualTo(VersionVector.of(new Dot(Devices.B, 1)));
    }

    @Test
    void datagramsOfARegister_giveItBackInAnyOrder() {
        for (long seed = 0; seed < 1_000; seed++) {
            var random = new Random(seed);
            var register = randomRegister(random, new HashSet<>());
            var datagrams = new ArrayList<>(Datagram.of(KEY, register));
            Collections.shuffle(datagrams, random);

            var back = Register.EMPTY;
            for (Datagram datagram : datagrams) {
                back = back.merge(datagram.register());
            }

            assertThat(back).as("seed %d", seed).isEqualTo(register);
        }
    }

    /** So whoever never gets one of them has superseded no more than the others tell of. */
    @Test
    void datagramsOfARegister_areThoseThatWereWritten() {
        int several = 0;
        for (long seed = 0; seed < 1_000; seed++) {
            var written = new HashSet<Datagram>();
            var register = randomRegister(new Random(seed), written);

            assertThat(written).as("seed %d", seed).containsAll(Datagram.of(KEY, register));
            several += register.versions().size() > 1 ? 1 : 0;
        }
        assertThat(several).isGreaterThan(100);
    }

    /** A store of an earlier format did not keep what each writer had seen. */
    @Test
    void datagramsOfARegisterThatDoesNotTellWhatWasSeen_giveItsContextBack() {
        var a = new Version(new Dot(Devices.A, 2), new HybridTimestamp(1), new Value("1"), Extra.NONE);
        var b = new Version(new Dot(Devices.B, 3), new HybridTimestamp(2), new Value("2"), Extra.NONE);
        var context = VersionVector.of(a.dot()).with(b.dot()).with(new Dot(Devices.C, 4));
        var register = new Register(List.of(a, b), context);

        var datagrams = Datagram.of(KEY, register);
        var back = datagrams.get(0).register().merge(datagrams.get(1).register());

        assertThat(back.context()).isEqualTo(context);
        assertThat(back.versions()).extracting(Version::dot).containsExactly(a.dot(), b.dot());
    }

    private static Register randomRegister(Random random, Set<Datagram> written) {
        var replicas = new Register[] {Register.EMPTY, Register.EMPTY, Register.EMPTY};
        long seq = 0;
        for (int step = 0; step < 12; step++) {
            int at = random.nextInt(3);
            if (random.nextBoolean()) {
                var dot = new Dot(Devices.ALL.get(at), ++seq);
                var datagram = datagram(dot, context(replicas[at], random));
                written.add(datagram);
                replicas[at] = replicas[at].merge(datagram.register());
            } else {
                replicas[at] = replicas[at].merge(replicas[random.nextInt(3)]);
            }
        }
        return replicas[0];
    }

    /** All that is known, or all but some version. */
    private static VersionVector context(Register known, Random random) {
        var versions = known.versions();
        if (versions.isEmpty() || random.nextInt(3) > 0) {
            return known.context();
        }
        return known.contextBeside(
                Set.of(versions.get(random.nextInt(versions.size())).dot()));
    }

    private static Datagram datagram(Dot dot, VersionVector seen) {
        var version = new Version(dot, new HybridTimestamp(dot.seq() % 3), new Value("" + dot.seq()), Extra.NONE);
        return new Datagram(KEY, version, seen);
    }
}

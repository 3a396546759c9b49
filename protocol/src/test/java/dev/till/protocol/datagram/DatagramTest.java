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
import java.util.Random;
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
            var register = randomRegister(random);
            var datagrams = new ArrayList<>(Datagram.of(KEY, register));
            Collections.shuffle(datagrams, random);

            var back = Register.EMPTY;
            for (Datagram datagram : datagrams) {
                back = back.merge(datagram.register());
            }

            assertThat(back).as("seed %d", seed).isEqualTo(register);
        }
    }

    private static Register randomRegister(Random random) {
        var replicas = new Register[] {Register.EMPTY, Register.EMPTY, Register.EMPTY};
        long seq = 0;
        for (int step = 0; step < 12; step++) {
            int at = random.nextInt(3);
            if (random.nextBoolean()) {
                var dot = new Dot(Devices.ALL.get(at), ++seq);
                replicas[at] =
                        replicas[at].merge(datagram(dot, replicas[at].context()).register());
            } else {
                replicas[at] = replicas[at].merge(replicas[random.nextInt(3)]);
            }
        }
        return replicas[0];
    }

    private static Datagram datagram(Dot dot, VersionVector seen) {
        var version = new Version(dot, new HybridTimestamp(dot.seq() % 3), new Value("" + dot.seq()), Extra.NONE);
        return new Datagram(KEY, version, seen);
    }
}

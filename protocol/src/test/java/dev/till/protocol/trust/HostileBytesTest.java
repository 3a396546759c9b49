package dev.till.protocol.trust;

import static dev.till.protocol.trust.Keys.NOON;
import static dev.till.protocol.trust.Keys.enrolled;
import static dev.till.protocol.trust.Keys.fleet;
import static dev.till.protocol.trust.Keys.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.till.protocol.wire.MalformedException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that nobody honest would send end in the one exception that says so, never in another. */
class HostileBytesTest {
    private static final int TRIES = 20_000;

    @Test
    void entries_changedAnywhere() {
        var list = enrolled(fleet(), key(1), 2, true).revoke(key(1), key(2).id(), NOON);
        var bodies = list.entries().values().stream()
                .map(entry -> Arrays.copyOf(entry.bytes(), entry.size() - DevicePublicKey.SIGNATURE_BYTES))
                .toList();
        for (int seed = 0; seed < TRIES; seed++) {
            var random = new Random(seed);
            var body = mutated(bodies.get(random.nextInt(bodies.size())), random);
            try {
                TrustEntryCodec.readBody(body);
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageNotContaining("\n");
            } catch (RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
    }

    @Test
    void lists_changedAnywhere() {
        var list = enrolled(fleet(), key(1), 2, true);
        var bytes = DeviceListCodec.encode(list);
        for (int seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            try {
                var read = DeviceListCodec.decode(mutated(bytes, random), list.entries());
                assertThat(read.members()).as("seed %d", seed).isEqualTo(list.members());
            } catch (MalformedException expected) {
                assertThat(expected).hasMessageNotContaining("\n");
            } catch (RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
    }

    @Test
    void keysThatAreNone_verifyNothing() {
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            var raw = new byte[DevicePublicKey.BYTES];
            var signature = new byte[DevicePublicKey.SIGNATURE_BYTES];
            random.nextBytes(raw);
            random.nextBytes(signature);
            if (i < 4) {
                Arrays.fill(raw, (byte) (i - 1));
            }
            assertThat(DevicePublicKey.of(raw).verifies(new byte[] {1}, signature))
                    .isFalse();
            assertThat(DevicePublicKey.of(raw).verifies(new byte[] {1}, Arrays.copyOf(signature, i % 64)))
                    .isFalse();
        }
    }

    /** Cut, grown, or with some bytes changed. */
    private static byte[] mutated(byte[] bytes, Random random) {
        var copy = Arrays.copyOf(bytes, Math.max(0, bytes.length + Math.min(20, random.nextInt(60) - 30)));
        for (int i = random.nextInt(4); i >= 0 && copy.length > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }
}

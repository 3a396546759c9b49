package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.till.node.trust.EnrolmentAnswer.Admitted;
import dev.till.node.trust.EnrolmentAnswer.Denied;
import dev.till.node.trust.EnrolmentAnswer.Reason;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.wire.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrolmentCodecTest {

    @TempDir
    Path homes;

    @Test
    void answers_areReadBack() throws Exception {
        var admitted = new Admitted(Homes.open(homes, "one").list(), List.of("10.0.0.1:7270"));
        for (EnrolmentAnswer answer : List.of(admitted, new Denied(Reason.NAME_TAKEN, "taken – ünïcode"))) {
            var out = new ByteArrayOutputStream();
            EnrolmentCodec.send(answer, out);

            assertThat(EnrolmentCodec.receiveAnswer(new ByteArrayInputStream(out.toByteArray())))
                    .isEqualTo(answer);
        }
    }

    @Test
    void reasonOfANewerTill_isAFailure() {
        assertThat(Reason.of(200)).isEqualTo(Reason.FAILED);
        for (Reason reason : Reason.values()) {
            assertThat(Reason.of(reason.code())).isEqualTo(reason);
        }
    }

    @Test
    void requests_changedAnywhere_areMalformedAtWorst() throws Exception {
        var store = Homes.open(homes, "one");
        var out = new ByteArrayOutputStream();
        EnrolmentCodec.send(
                EnrolmentRequest.sign(
                        store.key().signing(),
                        new DeviceName("one"),
                        List.of("10.0.0.1:7270", "[::1]:7270"),
                        store.list().fleet(),
                        store.key().publicKey()),
                out);
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            var bytes = out.toByteArray();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                EnrolmentCodec.receiveRequest(new ByteArrayInputStream(bytes));
            } catch (MalformedException | IOException expected) {
                assertThat(expected).isNotNull();
            } catch (RuntimeException e) {
                fail("seed " + seed, e);
            }
        }
    }
}

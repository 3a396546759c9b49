package dev.till.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import org.junit.jupiter.api.Test;

final class DotSetCodecTest {
    private static final DeviceId A = new DeviceId(1, 2, 3);
    private static final DeviceId B = new DeviceId(-1, 2, 3);
    private static final DotSet GAPPY = DotSet.EMPTY
            .plus(A, new SeqRange(1, 7))
            .plus(A, new SeqRange(9, 9))
            .plus(B, new SeqRange(500, Long.MAX_VALUE));

    @Test
    void sets_comeBackAsTheyWere() throws MalformedException {
        assertThat(roundTrip(DotSet.EMPTY)).isEqualTo(DotSet.EMPTY);
        assertThat(roundTrip(GAPPY)).isEqualTo(GAPPY);
    }

    @Test
    void everyCutForm_isMalformed() {
        var bytes = encode(GAPPY);

        for (int cut = 0; cut < bytes.length; cut++) {
            var part = java.util.Arrays.copyOf(bytes, cut);
            assertThatThrownBy(() -> DotSetCodec.read(new ByteReader(part)))
                    .as("cut at %d", cut)
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void rangesThatOverflow_areMalformed() {
        var writer = new ByteWriter(64);
        writer.putVarint(1).putDevice(A).putVarint(1).putVarint(Long.MAX_VALUE).putVarint(1);

        assertThatThrownBy(() -> DotSetCodec.read(new ByteReader(writer.toByteArray())))
                .isInstanceOf(MalformedException.class);
    }

    private static DotSet roundTrip(DotSet dots) throws MalformedException {
        return DotSetCodec.read(new ByteReader(encode(dots)));
    }

    private static byte[] encode(DotSet dots) {
        var writer = new ByteWriter(64);
        DotSetCodec.write(dots, writer);
        return writer.toByteArray();
    }
}

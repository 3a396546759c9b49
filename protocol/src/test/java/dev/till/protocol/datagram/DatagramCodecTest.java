package dev.till.protocol.datagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.Devices;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.Extra;
import dev.till.protocol.wire.MalformedException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DatagramCodecTest {
    private static final VersionVector SEEN =
            VersionVector.of(new Dot(Devices.B, 7)).with(new Dot(Devices.C, Long.MAX_VALUE));
    private static final List<Datagram> SAMPLES = List.of(
            datagram(1, JsonText.parse("9007199254740993"), VersionVector.EMPTY, Extra.NONE),
            datagram(300, JsonText.string("a\u001e\u001f\n é 😀"), SEEN, Extra.NONE),
            datagram(Long.MAX_VALUE, Tombstone.DELETED, SEEN, Extra.NONE),
            datagram(2, JsonText.parse("{\"a\":[1.0,\"\\ud800\"]}"), SEEN, Extra.of(new byte[] {0, -1, 7})));

    @Test
    void everySample_comesBackEqualAndToEqualBytes() throws MalformedException {
        for (Datagram datagram : SAMPLES) {
            byte[] bytes = DatagramCodec.encode(datagram);

            assertThat(DatagramCodec.decode(bytes)).isEqualTo(datagram);
            assertThat(DatagramCodec.encode(DatagramCodec.decode(bytes))).isEqualTo(bytes);
        }
    }

    @Test
    void largestValue_comesBackEqual() throws MalformedException {
        var datagram = datagram(1, JsonText.string("\u0001".repeat(Value.MAX_BYTES)), SEEN, Extra.NONE);
        byte[] bytes = DatagramCodec.encode(datagram);

        assertThat(DatagramCodec.decode(bytes)).isEqualTo(datagram);
        assertThat(bytes.length).isLessThanOrEqualTo(DatagramCodec.MAX_BYTES);
    }

    @Test
    void truncatedAtEveryByte_isMalformed() {
        for (Datagram datagram : SAMPLES) {
            int whole = DatagramCodec.encode(datagram).length
                    - datagram.version().extra().length();
            byte[] bytes = DatagramCodec.encode(datagram);
            for (int length = 0; length < whole; length++) {
                var part = Arrays.copyOf(bytes, length);
                assertThatThrownBy(() -> DatagramCodec.decode(part))
                        .as("%d of %d bytes", length, whole)
                        .isInstanceOf(MalformedException.class);
            }
        }
    }

    @Test
    void everyFlippedBit_isReadOrMalformed() {
        for (Datagram datagram : SAMPLES) {
            byte[] bytes = DatagramCodec.encode(datagram);
            for (int bit = 0; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
                readOrMalformed(bytes);
                bytes[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Test
    void noise_isReadOrMalformed() {
        for (long seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            byte[] bytes = DatagramCodec.encode(SAMPLES.get(random.nextInt(SAMPLES.size())));
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            readOrMalformed(bytes);
        }
    }

    @Test
    void valueThatIsNotJson_isMalformed() {
        var writer = new ByteWriter(64);
        writer.putDevice(Devices.A).putVarint(1).putLong(0).putByte(1);
        writer.putText("e").putText("f").putText("{broken").putVarint(0);

        assertThatThrownBy(() -> DatagramCodec.decode(writer.toByteArray()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("value: ");
    }

    @Test
    void unknownKind_isNamed() {
        var writer = new ByteWriter(64);
        writer.putDevice(Devices.A).putVarint(1).putLong(0).putByte(9);
        writer.putText("e").putText("f").putVarint(0);

        assertThatThrownBy(() -> DatagramCodec.decode(writer.toByteArray()))
                .isInstanceOf(MalformedException.class)
                .hasMessage("kind: 9 (expected: 0 or 1)");
    }

    @Test
    void bufferWithAnOffset_isReadFromItsPosition() throws MalformedException {
        var writer = new ByteWriter(16).putLong(42);
        DatagramCodec.write(SAMPLES.get(1), writer);
        var view = writer.view().slice(8, writer.size() - 8);

        assertThat(DatagramCodec.read(new ByteReader(view))).isEqualTo(SAMPLES.get(1));
        assertThat(DatagramCodec.read(new ByteReader(view.rewind().asReadOnlyBuffer())))
                .isEqualTo(SAMPLES.get(1));
    }

    private static void readOrMalformed(byte[] bytes) {
        try {
            DatagramCodec.decode(bytes);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static Datagram datagram(long seq, Content content, VersionVector seen, Extra extra) {
        var at = new HybridTimestamp(1_767_323_045_123_456_789L);
        var version = new Version(new Dot(Devices.A, seq), at, content, extra);
        return new Datagram(RegisterKey.of("companies/ü-gmbh", "näme"), version, seen);
    }
}

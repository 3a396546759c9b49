package dev.till.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WireTest {

    @Test
    void numbers_comeBack() throws MalformedException {
        for (long number : new long[] {0, 1, 127, 128, 300, Long.MAX_VALUE, -1, Long.MIN_VALUE}) {
            var reader =
                    reader(new ByteWriter(1).putVarint(number).putLong(number).putInt((int) number));

            assertThat(reader.readVarint()).isEqualTo(number);
            assertThat(reader.readLong()).isEqualTo(number);
            assertThat(reader.readInt()).isEqualTo((int) number);
            assertThat(reader.remaining()).isZero();
        }
    }

    @Test
    void texts_comeBack() throws MalformedException {
        for (var text : List.of("", "ascii", "é😀\u0000", "x".repeat(300))) {
            assertThat(reader(new ByteWriter(1).putText(text)).readText()).isEqualTo(text);
        }
    }

    @Test
    void numberThatIsEndlessOrNotInItsShortestForm_isMalformed() {
        assertMalformed(() -> bytes(0x80, 0x80).readVarint());
        assertMalformed(() -> bytes(0x80, 0x00).readVarint());
        assertMalformed(
                () -> bytes(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1).readVarint());
        assertMalformed(
                () -> bytes(255, 255, 255, 255, 255, 255, 255, 255, 255, 2).readVarint());
    }

    @Test
    void lengthBeyondTheBytesAtHand_isMalformed() {
        assertMalformed(() -> bytes(5, 'a').readText());
        assertMalformed(() -> reader(new ByteWriter(9).putVarint(-1)).readText());
        assertMalformed(() -> bytes(1).readBytes(2));
        assertMalformed(() -> bytes(1).readBytes(-1));
        assertMalformed(() -> bytes(9).readCount(8));
        assertMalformed(() -> bytes(1, 2, 3).readInt());
        assertMalformed(() -> bytes(1, 2, 3).readLong());
        assertMalformed(() -> bytes(1, 2, 3).readDevice());
        assertMalformed(() -> bytes().readByte());
    }

    @Test
    void textThatIsNotUtf8_isMalformed() {
        assertMalformed(() -> bytes(2, 0xC3, 0x28).readText());
        assertMalformed(() -> bytes(3, 0xED, 0xA0, 0x80).readText());
        assertMalformed(() -> bytes(2, 0xC0, 0x80).readText());
    }

    @Test
    void extra_isACopyAndOrdersByItsBytes() {
        byte[] mine = {1, -1};
        var extra = Extra.of(mine);
        mine[0] = 9;

        assertThat(extra).hasToString("01ff").isEqualTo(Extra.of(new byte[] {1, -1}));
        assertThat(extra).isGreaterThan(Extra.of(new byte[] {1, 1})).isGreaterThan(Extra.NONE);
        assertThat(Extra.of(new byte[0])).isSameAs(Extra.NONE);
    }

    private interface Reading {
        void read() throws MalformedException;
    }

    private static void assertMalformed(Reading reading) {
        assertThatThrownBy(reading::read).isInstanceOf(MalformedException.class);
    }

    private static ByteReader reader(ByteWriter writer) {
        return new ByteReader(writer.toByteArray());
    }

    private static ByteReader bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return new ByteReader(bytes);
    }
}

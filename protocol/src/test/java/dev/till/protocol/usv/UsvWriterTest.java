package dev.till.protocol.usv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.Devices;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.usv.UsvItem.Bad;
import dev.till.protocol.usv.UsvItem.Own;
import dev.till.protocol.wire.Extra;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsvWriterTest {
    private static final VersionVector SEEN =
            VersionVector.of(new Dot(Devices.B, 7)).with(new Dot(Devices.C, Long.MAX_VALUE));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "\"5\"",
                "true",
                "\"true\"",
                "null",
                "\"\"",
                "\"Apple Inc\"",
                "\"[1]\"",
                "[1]",
                "\"{}\"",
                "{\"a\":[1.50,\"\\u0041\"]}",
                "9007199254740993",
                "\"\\u001e\\u001f\"",
                "\"a\\nb\"",
                "\"a\\tb\"",
                "\"\\u0041\"",
                "\"say \\\"hi\\\"\"",
                "\"\\/\"",
                "\"\\\\\"",
                "\"é😀\"",
                "\"\\ud800\"",
                "\"\\ud83d\\ude00\"",
                "\"\u0085\u2028\u007f\"",
                "\" spaces \"",
                "\"till=1\"",
                "\"\ufeff\""
            })
    void everyValue_comesBackAsTheVeryDatagram(String json) throws IOException {
        var datagram = datagram(new Value(json), SEEN, Extra.NONE);

        assertThat(read(UsvWriter.record(datagram))).containsExactly(new Own(0, datagram));
    }

    @Test
    void tombstoneContextAndExtra_comeBack() throws IOException {
        for (var datagram : List.of(
                datagram(Tombstone.DELETED, VersionVector.EMPTY, Extra.NONE),
                datagram(Tombstone.DELETED, SEEN, Extra.of(new byte[] {0, -1})),
                datagram(JsonText.string("\u001f".repeat(Value.MAX_BYTES)), SEEN, Extra.NONE))) {
            assertThat(read(UsvWriter.record(datagram))).containsExactly(new Own(0, datagram));
        }
    }

    @Test
    void everyCharacterInAString_comesBackAndNoSeparatorIsInside() throws IOException {
        var datagrams = new ArrayList<Datagram>();
        var log = new ByteArrayOutputStream();
        for (int c = 0; c <= 0xFFFF; c++) {
            datagrams.add(datagram(JsonText.string("a" + (char) c), VersionVector.EMPTY, Extra.NONE));
            log.writeBytes(UsvWriter.record(datagrams.get(c)));
        }

        assertThat(read(log.toByteArray()).stream()
                        .map(item -> ((Own) item).datagram())
                        .toList())
                .isEqualTo(datagrams);
    }

    @Test
    void layout_isGenerationSixWithBareStrings() {
        var record = text(datagram(new Value("\"Apple Inc\""), VersionVector.EMPTY, Extra.NONE));

        assertThat(record.split("\u001f", -1))
                .hasSize(6)
                .startsWith("2026-01-02T03:04:05.123456789Z", Devices.A.toString(), "companies/ü", "name", "Apple Inc");
        assertThat(record).endsWith("\u001e");
        assertThat(record.split("\u001f", -1)[5]).matches("till=1;seq=12;form=text;sum=[0-9a-f]{8}\u001e");
    }

    @Test
    void causality_isPrintableAsciiInWhichCaseMeansNothing() throws IOException {
        var datagram = datagram(new Value("1"), SEEN, Extra.of(new byte[] {-1}));
        var record = text(datagram);
        int start = record.lastIndexOf('\u001f') + 1;
        var causality = record.substring(start, record.length() - 1);

        assertThat(causality).matches("[!-~]+");
        var shouted = record.substring(0, start) + causality.toUpperCase(Locale.ROOT) + "\u001e";
        assertThat(read(shouted.getBytes(StandardCharsets.UTF_8))).containsExactly(new Own(0, datagram));
    }

    @Test
    void everyFlippedBit_isDetected() throws IOException {
        var datagram = datagram(JsonText.string("Apple Ünc"), SEEN, Extra.of(new byte[] {1}));
        byte[] record = UsvWriter.record(datagram);
        for (int bit = 0; bit < record.length * 8; bit++) {
            record[bit / 8] ^= (byte) (1 << bit % 8);
            for (UsvItem item : read(record)) {
                boolean isSame = item.equals(new Own(0, datagram));
                assertThat(item instanceof UsvItem.Write && !isSame)
                        .as("bit %d: %s", bit, item)
                        .isFalse();
            }
            record[bit / 8] ^= (byte) (1 << bit % 8);
        }
    }

    @Test
    void everyDroppedOrDoubledByte_isDetected() throws IOException {
        byte[] record = UsvWriter.record(datagram(JsonText.string("Apple"), SEEN, Extra.NONE));
        for (int i = 0; i < record.length - 1; i++) {
            var dropped = new byte[record.length - 1];
            System.arraycopy(record, 0, dropped, 0, i);
            System.arraycopy(record, i + 1, dropped, i, record.length - i - 1);
            var doubled = new byte[record.length + 1];
            System.arraycopy(record, 0, doubled, 0, i + 1);
            System.arraycopy(record, i, doubled, i + 1, record.length - i);

            assertThat(read(dropped)).as("dropped %d", i).allMatch(Bad.class::isInstance);
            assertThat(read(doubled)).as("doubled %d", i).allMatch(Bad.class::isInstance);
        }
    }

    @Test
    void damagedRecord_doesNotLoseTheNext() throws IOException {
        var datagram = datagram(new Value("1"), SEEN, Extra.NONE);
        var record = text(datagram);
        var log = record.replace("\u001f1\u001f", "\u001f2\u001f") + record;

        var items = read(log.getBytes(StandardCharsets.UTF_8));

        assertThat(items.get(0)).asString().startsWith("log.usv at byte 0: checksum: ");
        assertThat(items.get(1)).isEqualTo(new Own(record.getBytes(StandardCharsets.UTF_8).length, datagram));
    }

    @Test
    void keyOfANewerTill_isPassedOver() throws IOException {
        var datagram = datagram(new Value("1"), VersionVector.EMPTY, Extra.NONE);
        var record = text(datagram);
        var body = record.substring(0, record.indexOf(";sum=")) + ";mood=good";
        var crc = new java.util.zip.CRC32C();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        var newer = body + ";sum=" + String.format("%08x", crc.getValue()) + "\u001e";

        assertThat(read(newer.getBytes(StandardCharsets.UTF_8))).containsExactly(new Own(0, datagram));
    }

    @Test
    void noise_isNeverMoreThanABadRecord() throws IOException {
        byte[] record = UsvWriter.record(datagram(JsonText.parse("[1,{\"a\":null}]"), SEEN, Extra.of(new byte[] {1})));
        for (long seed = 0; seed < 5_000; seed++) {
            var random = new Random(seed);
            var copy = record.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                copy[random.nextInt(copy.length)] = (byte) random.nextInt();
            }
            assertThat(read(copy)).as("seed %d", seed).isNotEmpty();
        }
    }

    private static String text(Datagram datagram) {
        return new String(UsvWriter.record(datagram), StandardCharsets.UTF_8);
    }

    private static Datagram datagram(Content content, VersionVector seen, Extra extra) {
        var at = HybridTimestamp.parse("2026-01-02T03:04:05.123456789Z");
        var version = new Version(new Dot(Devices.A, 12), at, content, extra);
        return new Datagram(RegisterKey.of("companies/ü", "name"), version, seen);
    }

    private static List<UsvItem> read(byte[] bytes) throws IOException {
        var reader = new UsvReader(new ByteArrayInputStream(bytes), "log.usv");
        var items = new ArrayList<UsvItem>();
        for (var item = reader.next(); item.isPresent(); item = reader.next()) {
            items.add(item.get());
        }
        return items;
    }
}

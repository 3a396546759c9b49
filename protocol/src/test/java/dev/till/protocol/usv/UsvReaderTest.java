package dev.till.protocol.usv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.usv.UsvItem.Bad;
import dev.till.protocol.usv.UsvItem.Control;
import dev.till.protocol.usv.UsvItem.Foreign;
import dev.till.protocol.usv.UsvItem.Torn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UsvReaderTest {
    private static final String AT = "2025-01-10T12:00:00.123456+01:00";

    @Test
    void threeGenerations_areToldApartByTheirFieldCount() {
        var items = read(
                record(AT, "n", "companies/a", "f", "v", ""),
                record(AT, "n", "camp", "companies/b", "f", "v", "c"),
                record(AT, "n", "camp", "prod", "companies/c", "f", "v", "x"));

        assertThat(items).hasSize(3).allSatisfy(item -> {
            var foreign = (Foreign) item;
            assertThat(foreign.at()).hasToString("2025-01-10T11:00:00.123456000Z");
            assertThat(foreign.node()).isEqualTo("n");
            assertThat(foreign.content()).isEqualTo(new Value("\"v\""));
            assertThat(foreign.note()).isEmpty();
        });
        assertThat(items)
                .extracting(item -> ((Foreign) item).key())
                .containsExactly(key("companies/a", "f"), key("companies/b", "f"), key("companies/c", "f"));
    }

    @Test
    void olderTarget_isACompany() {
        assertThat(foreign(record(AT, "n", "apple-inc", "f", "v", "")).key())
                .isEqualTo(key("companies/apple-inc", "f"));
    }

    @Test
    void values_areJsonWhenTheyBeginLikeItAndTextOtherwise() {
        assertThat(value("")).isEqualTo("\"\"");
        assertThat(value("5")).isEqualTo("\"5\"");
        assertThat(value("true")).isEqualTo("\"true\"");
        assertThat(value(" [1]")).isEqualTo("\" [1]\"");
        assertThat(value("say \"hi\"\\ \t")).isEqualTo("\"say \\\"hi\\\"\\\\ \\t\"");
        assertThat(value("line\r\nbreak")).isEqualTo("\"line\\r\\nbreak\"");
        assertThat(value("[1, \"a\\u001fb\"]")).isEqualTo("[1,\"a\\u001fb\"]");
        assertThat(value("{\"n\": 9007199254740993}")).isEqualTo("{\"n\":9007199254740993}");
    }

    @Test
    void valueThatOnlyBeginsLikeJson_isKeptAsTextAndNoted() {
        var item = foreign(record(AT, "n", "companies/a", "f", "[closed] Apple", ""));

        assertThat(item.content()).isEqualTo(new Value("\"[closed] Apple\""));
        assertThat(item.note()).isPresent();
    }

    @Test
    void controlRecords_areTold() {
        var items = read(
                record("H", "x"),
                record("Q", "a", "b", "c", "d", "e"),
                record("C"),
                record(AT, "n", "system", "heartbeat", "online"),
                record(AT, "n", "system", "heartbeat", "online", ""),
                record(AT, "hub", "camp", "system", "sync_checkpoint", "{}", ""));

        assertThat(items)
                .extracting(item -> ((Control) item).kind())
                .containsExactly(
                        Control.Kind.HEARTBEAT,
                        Control.Kind.QUEUE,
                        Control.Kind.CONFIG,
                        Control.Kind.SYSTEM,
                        Control.Kind.SYSTEM,
                        Control.Kind.SYSTEM);
    }

    @Test
    void badRecord_isReportedWithItsPlaceAndTheRestIsKept() {
        var good = record(AT, "n", "companies/a", "f", "é", "");
        var items = read(good, record("not a time", "n", "companies/a", "f", "v", ""), good);

        assertThat(items).hasSize(3);
        assertThat(items.get(1))
                .isInstanceOf(Bad.class)
                .asString()
                .startsWith("log.usv at byte " + good.getBytes(StandardCharsets.UTF_8).length
                        + ": timestamp: 'not a time'");
        assertThat(items.get(2)).isInstanceOf(Foreign.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AT|n|companies/../x|f|v|",
                "AT|n|companies/a||v|",
                "AT|n||f|v|",
                "AT|n|companies/a|f",
                "AT|n|a|b|c|companies/a|f|v|",
                "AT|n|companies/a|f|one|two|",
                "AT|n|companies/a|f|one|two|three|",
                "AT|n|camp|companies/a|f|one|two|",
                "2025-01-10T12:00:00|n|companies/a|f|v|",
                "|n|companies/a|f|v|",
                "0123456789abcdefghijklmnopqrstuv|x",
                "AT|0123456789abcdefghijklmnopqrstuv|companies/a|f|v|",
                "AT|n|companies/a|f|v|till=1;seq=1;form=text;sum=00000000",
                "AT|n|companies/a|f|v|till=2;whatever"
            })
    void recordOfAnotherForm_isBad(String fields) {
        var items = read(fields.replace("AT", AT).replace('|', '\u001f') + "\u001e");

        assertThat(items).singleElement().isInstanceOf(Bad.class);
    }

    @Test
    void reason_neitherSteersATerminalNorFillsAScreen() {
        var items = read(
                record("\u001b[2J" + "x".repeat(1_000_000), "n", "companies/a", "f", "v", ""),
                record(AT, "n", "companies/a", "f", "v", "till=1;seq=\u001b[2J;sum=" + "x".repeat(1_000_000)));

        assertThat(items)
                .allSatisfy(
                        item -> assertThat(item.toString()).hasSizeLessThan(600).doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void newerMajor_isRefusedNamingBothVersions() {
        var items = read(record(AT, "n", "companies/a", "f", "v", "till=2;x"));

        assertThat(items.get(0)).asString().contains("version 2").contains("version 1");
    }

    @Test
    void bytesThatAreNotUtf8_areABadRecord() throws IOException {
        var bytes = record(AT, "n", "companies/a", "f", "\u00ff", "").getBytes(StandardCharsets.ISO_8859_1);
        var item = new UsvReader(new ByteArrayInputStream(bytes), "log.usv").next();

        assertThat(item).get().isInstanceOf(Bad.class);
    }

    @Test
    void tornTail_isLeftAndReadOnFromItsOffset() throws IOException {
        var good = record(AT, "n", "companies/a", "f", "v", "");
        var bytes = (good + good).getBytes(StandardCharsets.UTF_8);
        for (int cut = good.length() + 1; cut < bytes.length; cut++) {
            var items = read(new ByteArrayInputStream(bytes, 0, cut), 0);

            assertThat(items).hasSize(2);
            assertThat(items.get(1)).isEqualTo(new Torn(good.length(), "log.usv", cut - good.length()));
            var rest = new ByteArrayInputStream(bytes, good.length(), good.length());
            assertThat(read(rest, good.length()))
                    .singleElement()
                    .isInstanceOf(Foreign.class)
                    .extracting(UsvItem::offset)
                    .isEqualTo((long) good.length());
        }
    }

    @Test
    void lineBreaksBetweenRecords_meanNothing() {
        var good = record(AT, "n", "companies/a", "f", "v", "");

        assertThat(read("\n" + good, "\r\n" + good, "\n")).hasSize(2).allMatch(Foreign.class::isInstance);
        assertThat(read()).isEmpty();
        assertThat(read("\u001e\u001e")).isEmpty();
    }

    @Test
    void endlessRecord_isBadWithoutBeingHeld() throws IOException {
        var good = record(AT, "n", "companies/a", "f", "v", "");
        long endless = 9L * UsvReader.MAX_RECORD_BYTES;
        var stream = new SequenceInputStream(
                Collections.enumeration(List.of(stream(good), new Xs(endless), stream("\u001e" + good), new Xs(5))));

        var items = read(stream, 0);

        assertThat(items).hasSize(4);
        assertThat(items.get(1)).isInstanceOf(Bad.class).asString().contains("record: " + endless + " bytes");
        assertThat(items.get(2)).isInstanceOf(Foreign.class);
        assertThat(items.get(3)).isEqualTo(new Torn(2L * good.length() + endless + 1, "log.usv", 5));
    }

    @Test
    void valueOverTheLimit_isABadRecord() {
        var items = read(record(AT, "n", "companies/a", "f", "x".repeat(Value.MAX_BYTES + 1), ""));

        assertThat(items.get(0)).asString().contains("1048577 bytes");
    }

    private static String value(String text) {
        return ((Value) foreign(record(AT, "n", "companies/a", "f", text, "")).content()).json();
    }

    private static Foreign foreign(String record) {
        return (Foreign) read(record).get(0);
    }

    private static RegisterKey key(String entity, String field) {
        return RegisterKey.of(entity, field);
    }

    private static String record(String... fields) {
        return String.join("\u001f", fields) + "\u001e";
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<UsvItem> read(String... parts) {
        try {
            return read(stream(String.join("", parts)), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<UsvItem> read(InputStream in, long offset) throws IOException {
        var reader = new UsvReader(in, "log.usv", offset);
        var items = new ArrayList<UsvItem>();
        for (var item = reader.next(); item.isPresent(); item = reader.next()) {
            items.add(item.get());
        }
        return items;
    }

    /** So many letters. */
    private static final class Xs extends InputStream {
        private long left;

        Xs(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'x' : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            int count = (int) Math.min(length, left);
            java.util.Arrays.fill(to, offset, offset + count, (byte) 'x');
            left -= count;
            return count == 0 ? -1 : count;
        }
    }
}

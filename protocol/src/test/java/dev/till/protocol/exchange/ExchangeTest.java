package dev.till.protocol.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.Devices;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.usv.UsvWriter;
import dev.till.protocol.wire.Extra;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExchangeTest {
    private static final VersionVector SEEN =
            VersionVector.of(new Dot(Devices.B, 7)).with(new Dot(Devices.C, 1));

    @Test
    void everyDatagram_comesBackFromItsLine() {
        for (Content content : List.of(
                new Value("9007199254740993"),
                new Value("\"\\u001e\\n\\u0041 é😀\""),
                new Value("null"),
                new Value("{\"a\":[1.50]}"),
                Tombstone.DELETED)) {
            for (Extra extra : List.of(Extra.NONE, Extra.of(new byte[] {10, -1}))) {
                var datagram = datagram(content, extra);
                var line = JsonLine.of(datagram).write();

                assertThat(JsonLine.parse(line).datagram()).as(line).contains(datagram);
                assertThat(line).doesNotContain("\n");
            }
        }
    }

    @Test
    void line_looksAsDocumented() {
        assertThat(JsonLine.of(datagram(new Value("22"), Extra.NONE)).write())
                .isEqualTo("{\"entity\":\"hosts/m \\\"2\",\"field\":\"port\",\"value\":22,"
                        + "\"timestamp\":\"2026-01-02T03:04:05.123456789Z\",\"device\":\"" + Devices.A
                        + "\",\"seq\":12,"
                        + "\"context\":{\"" + Devices.B + "\":7,\"" + Devices.C + "\":1}}");
    }

    @Test
    void shortLine_isEnough() {
        var line = JsonLine.parse(
                "{\"entity\":\"e\",\"field\":\"f\",\"value\": [1, 2],\"device\":\"m4\",\"revision\":7,\"new\":{}}");

        assertThat(line.key()).isEqualTo(RegisterKey.of("e", "f"));
        assertThat(line.content()).isEqualTo(new Value("[1,2]"));
        assertThat(line.at()).isEmpty();
        assertThat(line.datagram()).isEmpty();
        assertThat(JsonLine.parse("{\"entity\":\"e\",\"field\":\"f\",\"value\":null}")
                        .content())
                .isEqualTo(new Value("null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"entity\":\"e\"}",
                "{\"entity\":\"e\",\"field\":\"f\"}",
                "{\"entity\":\"..\",\"field\":\"f\",\"value\":1}",
                "{\"entity\":\"e\",\"field\":\"f\",\"value\":1,\"deleted\":true}",
                "{\"entity\":\"e\",\"field\":\"f\",\"deleted\":false}",
                "{\"entity\":\"e\",\"field\":\"f\",\"value\":1,\"timestamp\":\"x\"}",
                "{\"entity\":\"e\",\"field\":\"f\",\"value\":1,\"seq\":1}",
                "{\"entity\":\"e\",\"field\":\"f\",\"value\":1,\"extra\":\"0\"}",
                "{\"entity\":\"e\",\"field\":\"f\",\"value\":1,\"context\":{\"x\":1}}",
                "{\"entity\":\"e\",\"field\":\"f\",\"value\":1"
            })
    void otherLines_areRefused(String line) {
        assertThatThrownBy(() -> JsonLine.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                          | EMPTY",
                "`{\"hosts\":{}}`                                            | HOSTS_LOCAL",
                "`  {\"updated\":\"1\",\"x\":{\"entity\":1,\"field\":2},\"hosts\":{}}`  | HOSTS_LOCAL",
                "`{\"local_hostname\":\"a\",\"metadata\":{\"cut off`         | HOSTS_LOCAL",
                "`{\"entity\":\"e\",\"field\":\"f\",\"value\":{\"hosts\":1}}` | JSON_LINES",
                "`{\"entity\" : \"a\\\"b\",\"field\":\"f\",\"value\":\"cut off` | JSON_LINES",
                "`{\"x\":\"entity: {\",\"hosts\":{`                          | HOSTS_LOCAL",
                "`{\"x\":{\"hosts\":1}}`                                     | UNKNOWN",
                "`{}`                                                        | UNKNOWN",
                "`[1]`                                                       | UNKNOWN",
                "`text with {\"hosts\":1}`                                   | UNKNOWN",
                "`{\"`                                                       | UNKNOWN",
                "`{\"a\\`                                                    | UNKNOWN",
            })
    void file_isToldByItsContent(String start, FileKind kind) {
        assertThat(FileKind.of(start.getBytes(StandardCharsets.UTF_8))).isEqualTo(kind);
    }

    @Test
    void logsAndMarkdown_areToldByTheirFirstBytes() {
        byte[] record = UsvWriter.record(datagram(new Value("{\"hosts\":1}"), Extra.NONE));

        assertThat(FileKind.of(record)).isEqualTo(FileKind.USV);
        assertThat(FileKind.of(Arrays.copyOf(record, 40))).isEqualTo(FileKind.USV);
        assertThat(FileKind.of("---\nname: x\n---\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(FileKind.INDEX_MD);
        assertThat(FileKind.of("--- \r\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(FileKind.INDEX_MD);
        assertThat(FileKind.of("----\n".getBytes(StandardCharsets.UTF_8))).isEqualTo(FileKind.UNKNOWN);
    }

    private static Datagram datagram(Content content, Extra extra) {
        var at = HybridTimestamp.parse("2026-01-02T03:04:05.123456789Z");
        var version = new Version(new Dot(Devices.A, 12), at, content, extra);
        return new Datagram(RegisterKey.of("hosts/m \"2", "port"), version, SEEN);
    }
}

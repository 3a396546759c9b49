package dev.till.protocol.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.protocol.id.DeviceName;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileRecordTest {
    private static final ContentHash HASH = ContentHash.parse("ab".repeat(32));
    private static final Instant WRITTEN = Instant.parse("2025-01-10T12:00:00.123456789Z");
    private static final FileClock CLOCK = FileClock.EMPTY
            .next(new DeviceName("yoga"))
            .next(new DeviceName("m4"))
            .next(new DeviceName("m4"));

    @Test
    void file_isWrittenAsDocumented() {
        var version = version(new Item.Regular(HASH, 42, 0644, WRITTEN));

        assertThat(FileRecord.write(version).json())
                .isEqualTo("{\"kind\":\"file\",\"hash\":\"" + "ab".repeat(32)
                        + "\",\"size\":42,\"mode\":\"0644\",\"mtime\":\"2025-01-10T12:00:00.123456789Z\","
                        + "\"vclock\":{\"clocks\":{\"m4\":2,\"yoga\":1}},\"written_by\":\"m4\","
                        + "\"written_at\":\"2025-01-10T12:00:00.123456789Z\"}");
    }

    @Test
    void everyKind_isReadAsItWasWritten() {
        for (Item item : new Item[] {
            new Item.Regular(HASH, 0, 0, WRITTEN),
            new Item.Link("../x \"y\""),
            new Item.Directory(0755),
            Item.Absent.NOTHING
        }) {
            var version = version(item);

            assertThat(FileRecord.read(FileRecord.write(version).json())).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "{}",
                "{\"kind\":\"socket\",\"vclock\":{\"clocks\":{}},\"written_by\":\"a\",\"written_at\":\"2025-01-10T12:00:00Z\"}",
                "{\"kind\":\"deleted\",\"written_by\":\"a\",\"written_at\":\"2025-01-10T12:00:00Z\"}",
                "{\"kind\":\"dir\",\"mode\":\"04755\",\"vclock\":{\"clocks\":{}},\"written_by\":\"a\",\"written_at\":\"2025-01-10T12:00:00Z\"}",
                "{\"kind\":\"link\",\"target\":\"\",\"vclock\":{\"clocks\":{}},\"written_by\":\"a\",\"written_at\":\"2025-01-10T12:00:00Z\"}",
                "{\"kind\":\"deleted\",\"vclock\":{\"clocks\":{\"a\":-1}},\"written_by\":\"a\",\"written_at\":\"2025-01-10T12:00:00Z\"}",
                "{\"kind\":\"deleted\",\"vclock\":{\"clocks\":{}},\"written_by\":\"a/b\",\"written_at\":\"yesterday\"}"
            })
    void anythingElse_isRefused(String json) {
        assertThatThrownBy(() -> FileRecord.read(json)).isInstanceOf(IllegalArgumentException.class);
    }

    private static FileVersion version(Item item) {
        return new FileVersion(item, CLOCK, new DeviceName("m4"), WRITTEN);
    }
}

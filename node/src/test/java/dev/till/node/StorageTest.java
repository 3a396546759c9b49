package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.till.node.journal.HomeInUseException;
import dev.till.node.journal.JournalSettings;
import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand.StableChanged;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.register.RegisterSettings;
import dev.till.node.store.SqliteStore;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageTest {
    @TempDir
    Path home;

    @Test
    void whatWasWritten_isReadAtOnceAndAfterARestart() throws IOException {
        try (var node = new StorageFixture(home)) {
            assertThat(node.put("hosts/m2", "port", "22")).isInstanceOf(Written.Done.class);
            assertThat(node.value("hosts/m2", "port")).contains("22");
        }

        try (var node = new StorageFixture(home)) {
            assertThat(node.value("hosts/m2", "port")).contains("22");
            assertThat(node.count().registers()).isEqualTo(1);
            assertThat(node.get("hosts/m2", "port").revision()).isEqualTo(1);
        }
    }

    @Test
    void compaction_keepsEveryRegisterAndDropsSegments() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("a", "x", "1");
            node.put("a", "y", "2");
            var written = (Written.Done) node.put("a", "x", "3");
            var stable = VersionVector.of(written.records().get(0).datagram().dot());
            node.actors().registers().tell(new StableChanged(stable));

            var compacted = node.compact();

            assertThat(compacted.folded()).isEqualTo(3);
            assertThat(compacted.segmentsRemoved()).isEqualTo(1);
            assertThat(node.value("a", "x")).contains("3");
            assertThat(node.scan("", Optional.empty(), 10).entries()).hasSize(2);
        }
        try (var node = new StorageFixture(home)) {
            assertThat(node.value("a", "y")).contains("2");
            assertThat(node.put("a", "x", "4")).isInstanceOf(Written.Done.class);
            assertThat(node.get("a", "x").revision()).isEqualTo(4);
            var compactedAway = node.follow("", 0, 10, Patience.LIMIT);
            assertThat(compactedAway.entries()).extracting(Entry::revision).containsExactly(2L, 3L);
            assertThat(compactedAway.upTo()).isEqualTo(3);
            assertThat(node.follow("", 3, 10, Patience.LIMIT).entries())
                    .extracting(Entry::revision)
                    .containsExactly(4L);
        }
    }

    @Test
    void secondNode_isRefused() throws IOException {
        try (var node = new StorageFixture(home)) {
            assertThat(node).isNotNull();
            assertThatThrownBy(() -> Storage.open(home, Storage.Settings.DEFAULTS))
                    .isInstanceOf(HomeInUseException.class);
        }
    }

    @Test
    void damagedStore_isMadeAnewFromAWholeJournal() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("a", "x", "1");
        }
        Files.writeString(home.resolve("store.db"), "nonsense".repeat(1000));
        Files.deleteIfExists(home.resolve("store.db-wal"));

        try (var node = new StorageFixture(home)) {
            assertThat(node.value("a", "x")).contains("1");
        }
        assertThat(home.resolve("store.db.damaged-1")).exists();
    }

    @Test
    void damagedStore_isRefusedWhenTheJournalDoesNotReachBack() throws IOException {
        try (var node = new StorageFixture(home)) {
            var written = (Written.Done) node.put("a", "x", "1");
            var stable = VersionVector.of(written.records().get(0).datagram().dot());
            node.actors().registers().tell(new StableChanged(stable));
            assertThat(node.compact().segmentsRemoved()).isEqualTo(1);
        }
        Files.writeString(home.resolve("store.db"), "nonsense".repeat(1000));

        assertThatThrownBy(() -> Storage.open(home, Storage.Settings.DEFAULTS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not reach back")
                .hasMessageContaining("backup");

        Files.delete(home.resolve("store.db"));
        assertThatThrownBy(() -> Storage.open(home, Storage.Settings.DEFAULTS))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("begins at 2");
    }

    @Test
    void lostRecordOfThisDevice_isAGapWhoseNumberIsNotUsedAgain() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("a", "x", "1");
            node.put("a", "x", "2");
            node.put("a", "x", "3");
        }
        Files.delete(home.resolve("store.db"));
        var segment = home.resolve("journal/0000000000000000001.segment");
        var bytes = Files.readAllBytes(segment);
        int size = bytes.length;
        bytes[size - 90] ^= 1;
        Files.write(segment, bytes);
        assertThat(Storage.verify(home)).singleElement().asString().contains("damaged");

        try (var node = new StorageFixture(home)) {
            JournalCommand.JournalState state = node.ask(node.actors().journal(), JournalCommand.Describe::new);
            assertThat(state.applied().of(StorageFixture.SELF).ranges())
                    .containsExactly(new SeqRange(1, 1), new SeqRange(3, 3));
            assertThat(state.warning()).get().asString().contains("quarantine");
            var written = (Written.Done) node.put("a", "x", "4");
            assertThat(written.records().get(0).datagram().dot().seq()).isEqualTo(4);
            assertThat(node.value("a", "x")).contains("4");
        }
    }

    @Test
    void idleNode_foldsByItself() throws IOException {
        var settings = new Storage.Settings(
                JournalSettings.DEFAULTS, new RegisterSettings(1 << 20, Duration.ofMillis(50), 1 << 20));
        try (var node = new StorageFixture(home, settings, StorageFixture.WALL)) {
            node.put("a", "x", "1");

            await().untilAsserted(() -> {
                try (var store = SqliteStore.open(home.resolve("store.db"))) {
                    assertThat(store.folded().revision()).isEqualTo(1);
                }
            });
            assertThat(node.value("a", "x")).contains("1");
        }
    }

    @Test
    void everyValue_comesBackByteForByte() throws IOException {
        var values = List.of(
                "\"\\u001e\\u001f\\n\\ud83d\\ude00\"",
                "\"\ud83d\ude00 ü \u2028\"",
                "123456789012345678901234567890.10",
                "-0.0e+10",
                "{\"b\":[1,{\"a\":null}],\"a\":\"\"}",
                "\"" + "x".repeat(1 << 20) + "\"");
        for (int run = 0; run < 2; run++) {
            try (var node = new StorageFixture(home)) {
                for (int i = 0; i < values.size(); i++) {
                    if (run == 0) {
                        node.put("v", "f" + i, values.get(i));
                    }
                    assertThat(node.value("v", "f" + i)).contains(values.get(i));
                }
            }
        }
    }
}

package dev.till.node.register;

import static dev.till.node.register.TestRegister.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Storage;
import dev.till.node.StorageFixture;
import dev.till.node.journal.JournalSettings;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.HistoryCommand.Answer;
import dev.till.node.message.HistoryCommand.Answer.SnapshotPage;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Records;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The datagrams that people and peers are told again: the newest of a register, those that are missing, a snapshot of all. */
final class RegisterHistoryTest {
    @TempDir
    Path home;

    @Test
    void history_tellsTheNewestDatagramsOldestFirst() throws IOException {
        try (var node = new StorageFixture(home)) {
            for (int i = 1; i <= 5; i++) {
                node.put("e", "f", Integer.toString(i));
                node.put("e", "g", Integer.toString(i));
                node.put("other", "f", Integer.toString(i));
            }
            Records one = node.ask(replyTo -> new RegisterCommand.History("e", Optional.of("f"), 3, replyTo));
            Records all = node.ask(replyTo -> new RegisterCommand.History("e", Optional.empty(), 100, replyTo));

            assertThat(one.records())
                    .extracting(record -> record.datagram().content().toString())
                    .containsExactly("3", "4", "5");
            assertThat(all.records()).hasSize(10);
        }
    }

    @Test
    void snapshot_leadsToTheSameRegisters() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("e", "f", "1");
            receive(node, 5, "2");
            for (int i = 0; i < 40; i++) {
                node.put("k" + i, "f", "\"" + "x".repeat(i) + "\"");
            }
            node.compact();
            node.put("k3", "f", "null");

            var merged = new HashMap<RegisterKey, Register>();
            Optional<String> after = Optional.empty();
            int pages = 0;
            do {
                var from = after;
                Answer answer =
                        node.ask(node.actors().history(), replyTo -> new HistoryCommand.Snapshot(from, 5_000, replyTo));
                var page = (SnapshotPage) answer;
                page.datagrams()
                        .forEach(datagram -> merged.merge(datagram.key(), datagram.register(), Register::merge));
                assertThat(page.covers().size()).isEqualTo(43);
                after = page.next();
                pages++;
            } while (after.isPresent());

            assertThat(pages).isGreaterThan(2);
            assertThat(merged).isEqualTo(TestRegister.all(node));
        }
    }

    @Test
    void missing_tellsWhatTheJournalHasAndElseThatItIsGone() throws IOException {
        var settings = new Storage.Settings(
                new JournalSettings(1, 1 << 20, Duration.ofSeconds(60), 10), RegisterSettings.DEFAULTS);
        try (var node = new StorageFixture(home, settings, StorageFixture.WALL)) {
            for (int i = 1; i <= 4; i++) {
                node.put("e", "f", Integer.toString(i));
            }
            var two = DotSet.EMPTY.plus(StorageFixture.SELF, new SeqRange(1, 2));
            assertThat(missing(node, two, 0, 1)).isInstanceOfSatisfying(Answer.Range.class, range -> {
                assertThat(range.datagrams())
                        .extracting(each -> each.dot().seq())
                        .containsExactly(3L);
                assertThat(range.next()).isEqualTo(3);
            });
            assertThat(missing(node, two, 3, 1)).isInstanceOfSatisfying(Answer.Range.class, range -> {
                assertThat(range.datagrams())
                        .extracting(each -> each.dot().seq())
                        .containsExactly(4L);
                assertThat(range.next()).isEqualTo(-1);
            });
            node.actors()
                    .registers()
                    .tell(new RegisterCommand.StableChanged(VersionVector.of(new Dot(StorageFixture.SELF, 1))));
            node.compact();

            assertThat(missing(node, two, 0, 1000)).isInstanceOf(Answer.Range.class);
            assertThat(missing(node, DotSet.EMPTY, 0, 1000)).isInstanceOf(Answer.Gone.class);
        }
    }

    private static Answer missing(StorageFixture node, DotSet have, long cursor, int maxBytes) {
        return node.ask(
                node.actors().history(), replyTo -> new HistoryCommand.Missing(have, cursor, maxBytes, replyTo));
    }
}

package dev.till.node.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Patience;
import dev.till.node.Storage;
import dev.till.node.StorageFixture;
import dev.till.node.journal.JournalSettings;
import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.HistoryCommand.Answer;
import dev.till.node.message.HistoryCommand.Answer.SnapshotPage;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.Recorded;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Changes;
import dev.till.node.message.RegisterCommand.Records;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.ClockComparison;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegistersTest {
    private static final DeviceId B = new DeviceId(9, 0, 0);
    private static final RegisterKey KEY = RegisterKey.of("e", "f");

    @TempDir
    Path home;

    @Test
    void registerNeverWritten_isEmptyOfRevisionZero() throws IOException {
        try (var node = new StorageFixture(home)) {
            assertThat(node.get("e", "f")).isEqualTo(new Entry(KEY, Register.EMPTY, 0));
        }
    }

    @Test
    void several_areAnsweredInOrder_whetherInMemoryOrOnDiskOrNowhere() throws IOException {
        var keys = List.of(RegisterKey.of("e", "memory"), RegisterKey.of("e", "disk"), KEY);
        try (var node = new StorageFixture(home)) {
            node.put("e", "disk", "1");
        }
        try (var node = new StorageFixture(home)) {
            node.put("e", "memory", "2");

            assertThat(node.getAll(keys))
                    .containsExactly(node.get("e", "memory"), node.get("e", "disk"), new Entry(KEY, Register.EMPTY, 0));
            assertThat(node.getAll(keys.subList(0, 1))).containsExactly(node.get("e", "memory"));
        }
    }

    @Test
    void write_supersedesWhatAPeerWroteBeforeIt() throws IOException {
        try (var node = new StorageFixture(home)) {
            receive(node, datagram(B, 1, 1_000_000_000L, new Value("1"), VersionVector.EMPTY));

            var written = (Written.Done) node.put("e", "f", "2");

            assertThat(written.records().get(0).datagram().context()).isEqualTo(VersionVector.of(new Dot(B, 1)));
            assertThat(node.get("e", "f").register().versions()).hasSize(1);
            assertThat(node.value("e", "f")).contains("2");
        }
    }

    @Test
    void writesWithATime_areSkippedUnlessNewer() throws IOException {
        try (var node = new StorageFixture(home)) {
            var written = (Written.Done) node.put(List.of(
                    at(10, new Value("1")),
                    at(10, new Value("1")),
                    at(9, new Value("5")),
                    at(10, new Value("2")),
                    at(11, Tombstone.DELETED),
                    at(11, Tombstone.DELETED)));
            assertThat(written.records()).hasSize(3);
            assertThat(written.skipped()).isEqualTo(3);
            assertThat(node.value("e", "f")).isEmpty();

            assertThat(node.put(List.of(at(10, new Value("9"))))).isEqualTo(new Written.Done(List.of(), 1));
            node.put("e", "f", "0");
            assertThat(node.put(List.of(at(12, new Value("9"))))).isEqualTo(new Written.Done(List.of(), 1));
        }
    }

    @Test
    void whatWasWrittenWhileTheClockWasAhead_isWrittenAgainOnceOthersVouchForIt() throws IOException {
        var wall = new AtomicReference<>(StorageFixture.NOW.plus(Duration.ofDays(1000)));
        try (var node = new StorageFixture(home, Storage.Settings.DEFAULTS, wall::get)) {
            node.put(IntStream.range(0, 1200)
                    .mapToObj(index -> Assignment.now(RegisterKey.of("e", "f" + index), new Value("" + index)))
                    .toList());
            node.compact();
            node.put("e", "f7", "\"later\"");
            wall.set(StorageFixture.NOW);
            node.put("e", "f8", "\"right\"");

            node.actors()
                    .journal()
                    .tell(new JournalCommand.Compared(
                            new ClockComparison(new TreeMap<>(Map.of(B, Duration.ZERO))),
                            new TreeMap<>(Map.of(B, DotSet.EMPTY))));

            var latest = HybridTimestamp.of(StorageFixture.NOW.plusSeconds(1));
            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                                    node.scan("e", Optional.empty(), 2000).entries())
                            .hasSize(1200)
                            .allMatch(entry ->
                                    entry.register().winner().orElseThrow().at().compareTo(latest) < 0));
            assertThat(node.value("e", "f7")).contains("\"later\"");
            assertThat(node.value("e", "f8")).contains("\"right\"");
            assertThat(node.value("e", "f1199")).contains("1199");
        }
    }

    @Test
    void olderWriteThatFollowsANewerOneAtOnce_isSkipped() throws IOException {
        try (var node = new StorageFixture(home)) {
            var both = new ArrayList<CompletionStage<Written>>();
            for (long time : new long[] {50, 20}) {
                both.add(AskPattern.ask(
                        node.actors().registers(),
                        replyTo -> new RegisterCommand.Put(List.of(at(time, new Value(Long.toString(time)))), replyTo),
                        Patience.LIMIT,
                        node.system().scheduler()));
            }
            both.forEach(each -> each.toCompletableFuture().join());

            assertThat(node.value("e", "f")).contains("50");
        }
    }

    @Test
    void refusedWrite_tellsWhyAndChangesNothing() throws IOException {
        try (var node = new StorageFixture(home)) {
            var future = HybridTimestamp.of(StorageFixture.NOW).nanos() + 61_000_000_000L;
            var answer = node.put(List.of(assign("g", "1"), at(future, new Value("2"))));

            assertThat(answer).isInstanceOfSatisfying(Written.Failed.class, failed -> {
                assertThat(failed.reason()).contains("expected: at most");
                assertThat(failed.full()).isFalse();
            });
            assertThat(node.get("g", "f").revision()).isZero();
        }
    }

    @Test
    void conflicts_countOnlyWherePolicyKeepsSiblings() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("e", "f", "1");
            receive(node, datagram(B, 1, 5, new Value("2"), VersionVector.EMPTY));
            assertThat(node.count().conflicts()).isZero();

            node.put("till/policy", "e", "\"siblings\"");
            assertThat(node.count().conflicts()).isEqualTo(1);
            node.compact();
            assertThat(node.count().conflicts()).isEqualTo(1);
        }
        try (var node = new StorageFixture(home)) {
            assertThat(node.count().conflicts()).isEqualTo(1);
            node.put("e", "f", "3");
            assertThat(node.count().conflicts()).isZero();
            assertThat(node.count().registers()).isEqualTo(2);
        }
    }

    @Test
    void registersThatHoldAValue_areCountedThroughFoldsAndRestarts() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put(List.of(assign("a", "1"), assign("b", "1"), assign("c", "1")));
            node.compact();
            node.put(List.of(new Assignment(RegisterKey.of("a", "f"), Tombstone.DELETED, Optional.empty())));
            node.put(List.of(assign("d", "1")));
            assertThat(node.count().registers()).isEqualTo(3);
        }
        try (var node = new StorageFixture(home)) {
            assertThat(node.count().registers()).isEqualTo(3);
        }
    }

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
    void follower_waitsForAMatchingChangeOrRunsOutOfPatience() throws IOException {
        try (var node = new StorageFixture(home)) {
            assertThat(node.follow("", 0, 10, Duration.ofMillis(20))).isEqualTo(new Changes(List.of(), 0));
            node.put("other", "f", "1");
            assertThat(node.follow("e", 0, 10, Duration.ofMillis(20))).isEqualTo(new Changes(List.of(), 1));

            var pending = AskPattern.<RegisterCommand, Changes>ask(
                    node.actors().registers(),
                    replyTo -> new RegisterCommand.Follow("e", 1, 10, Patience.LIMIT, replyTo),
                    Patience.LIMIT,
                    node.system().scheduler());
            node.put("other", "f", "2");
            node.put("e", "f", "3");

            var changes = pending.toCompletableFuture().join();
            assertThat(changes.entries()).singleElement().satisfies(entry -> {
                assertThat(entry.key()).isEqualTo(KEY);
                assertThat(entry.revision()).isEqualTo(3);
            });
        }
    }

    @Test
    void unreasonableFollower_isServedWithinReason() throws IOException {
        try (var node = new StorageFixture(home)) {
            assertThat(node.follow("", 0, 0, Duration.ofSeconds(-1))).isEqualTo(new Changes(List.of(), 0));
            node.put("e", "f", "1");
            node.put("e", "f", "2");

            assertThat(node.follow("", 0, 0, Duration.ofDays(400_000)).entries())
                    .hasSize(1);
            assertThat(node.follow("", -5, -1, Duration.ZERO).entries()).hasSize(1);
            assertThat(node.follow("..", 0, 5, Duration.ofMillis(1))).isEqualTo(new Changes(List.of(), 2));
        }
    }

    @Test
    void datagramThatLosesAtOnce_isNotFollowed() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("e", "f", "1");
            receive(node, datagram(B, 1, 5, new Value("2"), VersionVector.EMPTY));
            node.put("g", "f", "3");

            assertThat(node.follow("", 0, 10, Patience.LIMIT).entries())
                    .extracting(Entry::revision)
                    .containsExactly(1L, 3L);
        }
    }

    @Test
    void siblingThatLosesAtOnce_isFollowedAlsoAfterAReplay() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("till/policy", "e", "\"siblings\"");
            node.put("e", "f", "1");
            receive(node, datagram(B, 1, 5, new Value("2"), VersionVector.EMPTY));
        }
        for (String file : List.of("store.db", "store.db-wal", "store.db-shm")) {
            Files.deleteIfExists(home.resolve(file));
        }

        try (var node = new StorageFixture(home)) {
            assertThat(node.follow("e", 0, 10, Patience.LIMIT).entries())
                    .extracting(Entry::revision)
                    .containsExactly(2L, 3L);
        }
    }

    @Test
    void snapshot_leadsToTheSameRegisters() throws IOException {
        try (var node = new StorageFixture(home)) {
            node.put("e", "f", "1");
            receive(node, datagram(B, 1, 5, new Value("2"), VersionVector.EMPTY));
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
            assertThat(merged).isEqualTo(state(node));
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
            var two = DotSet.EMPTY.plus(StorageFixture.SELF, new dev.till.protocol.time.SeqRange(1, 2));
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

    static Map<RegisterKey, Register> state(StorageFixture node) {
        var all = new HashMap<RegisterKey, Register>();
        Optional<RegisterKey> after = Optional.empty();
        while (true) {
            var page = node.scan("", after, 7);
            for (Entry entry : page.entries()) {
                all.put(entry.key(), entry.register());
                after = Optional.of(entry.key());
            }
            if (!page.more()) {
                return all;
            }
        }
    }

    static void receive(StorageFixture node, Datagram datagram) {
        Appended answer = node.ask(
                node.actors().journal(), replyTo -> new JournalCommand.AppendRemote(List.of(datagram), B, replyTo));
        assertThat(answer).isInstanceOf(Appended.Done.class);
        node.ask(RegisterCommand.Count::new);
        Awaitility.await()
                .until(() -> node.count().revision()
                        >= ((Appended.Done) answer)
                                .records().stream()
                                        .mapToLong(Recorded::revision)
                                        .max()
                                        .orElse(0));
    }

    static Datagram datagram(DeviceId device, long seq, long nanos, Content content, VersionVector context) {
        return new Datagram(
                KEY, new Version(new Dot(device, seq), new HybridTimestamp(nanos), content, Extra.NONE), context);
    }

    private static Assignment at(long nanos, Content content) {
        return new Assignment(KEY, content, Optional.of(new HybridTimestamp(nanos)));
    }

    private static Assignment assign(String entity, String json) {
        return Assignment.now(RegisterKey.of(entity, "f"), new Value(json));
    }
}

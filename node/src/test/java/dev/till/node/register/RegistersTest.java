package dev.till.node.register;

import static dev.till.node.register.TestRegister.KEY;
import static dev.till.node.register.TestRegister.PEER;
import static dev.till.node.register.TestRegister.assign;
import static dev.till.node.register.TestRegister.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.Patience;
import dev.till.node.Storage;
import dev.till.node.StorageFixture;
import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.ClockComparison;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** What is written to registers, here and by a peer, and what they hold then. */
final class RegistersTest {
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
            receive(node, 1_000_000_000L, "1");

            var written = (Written.Done) node.put("e", "f", "2");

            assertThat(written.records().get(0).datagram().context()).isEqualTo(VersionVector.of(new Dot(PEER, 1)));
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
                            new ClockComparison(new TreeMap<>(Map.of(PEER, Duration.ZERO))),
                            new TreeMap<>(Map.of(PEER, DotSet.EMPTY))));

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

    private static Assignment at(long nanos, Content content) {
        return new Assignment(KEY, content, Optional.of(new HybridTimestamp(nanos)));
    }
}

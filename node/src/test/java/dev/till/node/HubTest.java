package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.federation.hub.HubNames;
import dev.till.federation.hub.MemoryStore;
import dev.till.federation.hub.RecoveryKey;
import dev.till.federation.hub.StoreException;
import dev.till.node.journal.JournalSettings;
import dev.till.node.message.Assignment;
import dev.till.node.message.FederationReply.Why;
import dev.till.node.message.HubCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.register.RegisterSettings;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What devices bring to a hub comes back, whole, wherever it is wanted. */
final class HubTest {
    private final AtomicReference<Instant> storeTime = new AtomicReference<>(Instant.EPOCH);
    private final MemoryStore store = new MemoryStore(storeTime::get);

    @TempDir
    Path directory;

    private HubFixture device(int number) throws IOException {
        return HubFixture.of(directory.resolve("d" + number), number, store);
    }

    @Test
    void freshHome_getsSnapshotAndSegments() throws IOException {
        try (var one = device(1);
                var fresh = device(3)) {
            write(one, 0, 300);
            one.push();
            one.consolidate();
            write(one, 250, 400);
            one.storage().put("deleted", "field", "1");
            one.push();

            var restored = fresh.restore(one.key());

            assertThat(restored.flag("snapshot")).isTrue();
            assertThat(restored.list("problems")).isEmpty();
            assertThat(fresh.registers()).isEqualTo(one.registers());
            assertThat(one.applied().minus(fresh.applied()).isEmpty()).isTrue();
            assertThat(fresh.restore(one.key()).number("datagrams", 0)).isZero();
        }
    }

    @Test
    void consolidation_coversAllDevices_andRemovesAfterGraceOnly() throws Exception {
        try (var one = device(1);
                var two = device(2);
                var fresh = device(3)) {
            write(one, 0, 50);
            one.push();
            two.restore(one.key());
            write(two, 40, 90);
            two.push();
            one.consolidate();
            assertThat(one.registers()).isEqualTo(two.registers());

            write(one, 90, 100);
            one.push();
            assertThat(one.consolidate().number("segments_removed", -1)).isZero();
            storeTime.set(Instant.EPOCH.plus(HubFixture.GRACE));
            write(one, 100, 110);
            one.push();
            assertThat(one.consolidate().number("segments_removed", -1)).isPositive();

            var verified = one.done(HubCommand.Verify::new);
            assertThat(verified.list("problems")).isEmpty();
            fresh.restore(one.key());
            assertThat(fresh.registers()).isEqualTo(one.registers());
            assertThat(one.storage().value("till/hub", "sync_checkpoint"))
                    .get()
                    .asString()
                    .contains("last_processed");
        }
    }

    @Test
    void whatTheHubDoesNotHave_isNotRemovedHere_butWithinABound() throws IOException {
        var settings = new Storage.Settings(
                new JournalSettings(1, 1 << 20, Duration.ofSeconds(60), 10, OptionalLong.of(3_000)),
                RegisterSettings.DEFAULTS);
        try (var one = new HubFixture(directory.resolve("one"), 1, store, settings, StorageFixture.WALL, false)) {
            write(one, 0, 5);
            assertThat(compact(one))
                    .as("segments removed before the hub has them")
                    .isZero();
            one.push();
            assertThat(compact(one)).as("segments removed afterwards").isPositive();

            writeOneByOne(one, 5, 60);
            assertThat(compact(one)).as("segments removed beyond the bound").isPositive();
            assertThat(one.storage()
                            .ask(one.storage().actors().journal(), JournalCommand.Describe::new)
                            .warning())
                    .get()
                    .asString()
                    .contains("hub-backlog-bytes");

            assertThat(one.push().flag("gap")).isTrue();
            one.consolidate();
            assertThat(one.push().flag("gap")).isFalse();
            try (var fresh = device(3)) {
                fresh.restore(one.key());
                assertThat(fresh.registers()).isEqualTo(one.registers());
            }
        }
    }

    @Test
    void withoutTheKey_nothingIsReadAndNothingSent() throws Exception {
        try (var one = device(1);
                var stranger = device(2)) {
            write(one, 0, 5);
            one.push();
            write(stranger, 5, 10);

            var refused = stranger.refused(replyTo -> new HubCommand.Push(Optional.empty(), replyTo));
            assertThat(refused.why()).isEqualTo(Why.FORBIDDEN);
            assertThat(refused.message()).contains("--recovery-key");
            assertThat(store.get(HubNames.manifest(HubFixture.device(2)))).isEmpty();

            var wrong = RecoveryKey.generate(new SecureRandom()).text();
            assertThat(stranger.refused(replyTo -> new HubCommand.Restore(Optional.of(wrong), replyTo))
                            .why())
                    .isEqualTo(Why.FORBIDDEN);
            assertThat(stranger.refused(replyTo -> new HubCommand.Restore(Optional.of("x"), replyTo))
                            .why())
                    .isEqualTo(Why.USAGE);
            stranger.done(replyTo -> new HubCommand.Push(Optional.of(keyOf(one)), replyTo));
        }
    }

    @Test
    void atANewHub_aKeyThatIsHere_isNotReplacedByAnother() throws Exception {
        try (var one = device(1)) {
            one.push();
            var key = one.key();
            store.delete(HubNames.FORMAT);
            var other = RecoveryKey.generate(new SecureRandom()).text();

            var refused = one.refused(replyTo -> new HubCommand.Push(Optional.of(other), replyTo));

            assertThat(refused.why()).isEqualTo(Why.CONFLICT);
            assertThat(refused.message()).contains("has another key");
            assertThat(one.key()).isEqualTo(key);
            one.done(replyTo -> new HubCommand.Push(Optional.of(key), replyTo));
        }
    }

    @Test
    void openHub_holdsSegmentsAsTheyAre_andIsNotMixedWithASealedOne() throws Exception {
        try (var one = new HubFixture(
                        directory.resolve("one"), 1, store, Storage.Settings.DEFAULTS, StorageFixture.WALL, true);
                var sealed = device(2)) {
            write(one, 0, 5);
            one.push();

            var segment =
                    store.list(HubNames.DEVICES + HubFixture.device(1) + "/0").get(0);
            assertThat(new String(store.get(segment).orElseThrow(), 0, 8, java.nio.charset.StandardCharsets.US_ASCII))
                    .isEqualTo("TILLJRNL");
            assertThat(sealed.refused(replyTo -> new HubCommand.Push(Optional.empty(), replyTo))
                            .message())
                    .contains("hub-plain");
        }
    }

    @Test
    void openHub_hasLogsForReadersOfTheOlderKind_asLongAsWhatTheyAreOf() throws Exception {
        try (var one = new HubFixture(
                directory.resolve("one"), 1, store, Storage.Settings.DEFAULTS, StorageFixture.WALL, true)) {
            write(one, 0, 5);
            one.push();
            var wal = HubNames.DEVICES + HubFixture.device(1) + "/";
            assertThat(entities(logs(wal))).containsExactly("entity/0", "entity/1", "entity/2", "entity/3", "entity/4");

            one.consolidate();
            storeTime.set(Instant.EPOCH.plus(HubFixture.GRACE));
            write(one, 5, 6);
            one.push();
            one.consolidate();

            assertThat(entities(logs(wal))).doesNotContain("entity/0");
            var snapshots = logs(HubNames.SNAPSHOTS);
            assertThat(entities(snapshots)).contains("entity/0", "entity/5");
            assertThat(new String(snapshots.get(snapshots.size() - 1), StandardCharsets.UTF_8))
                    .contains("\u001fsystem\u001fsync_checkpoint\u001f{\"last_processed\":")
                    .endsWith("\u001f\u001e");
            assertThat(one.done(HubCommand.Verify::new).flag("whole")).isTrue();
        }
    }

    @Test
    void sealedHub_hasNoOpenLogs() throws Exception {
        try (var one = device(1)) {
            write(one, 0, 5);
            one.push();
            one.consolidate();

            assertThat(logs("")).isEmpty();
        }
    }

    private List<byte[]> logs(String prefix) throws StoreException {
        var logs = new ArrayList<byte[]>();
        for (var key : store.list(prefix)) {
            if (key.value().endsWith(".usv")) {
                logs.add(store.get(key).orElseThrow());
            }
        }
        return logs;
    }

    /** Read as others do: by the separators alone, six fields a record. */
    private static List<String> entities(List<byte[]> logs) {
        var entities = new TreeSet<String>();
        for (byte[] log : logs) {
            for (String record : new String(log, StandardCharsets.UTF_8).split("\u001e", 0)) {
                var fields = record.split("\u001f", -1);
                assertThat(fields).hasSize(6);
                Instant.parse(fields[0]);
                if (fields[2].startsWith("entity/")) {
                    assertThat(fields[3]).isEqualTo("field");
                    entities.add(fields[2]);
                }
            }
        }
        return List.copyOf(entities);
    }

    @Test
    void deviceThatIsNoMore_isForgottenOnceCovered() throws Exception {
        try (var one = device(1);
                var gone = device(7)) {
            write(one, 0, 5);
            one.push();
            gone.restore(one.key());
            write(gone, 5, 10);
            gone.push();
            var device = HubFixture.device(7).toString();

            assertThat(one.refused(replyTo -> new HubCommand.Forget(device, replyTo))
                            .why())
                    .isEqualTo(Why.CONFLICT);
            assertThat(one.refused(replyTo -> new HubCommand.Forget("device-1", replyTo))
                            .message())
                    .contains("revoke");
            one.consolidate();
            one.done(replyTo -> new HubCommand.Forget("device-7", replyTo));

            assertThat(store.list(HubNames.DEVICES + device)).isEmpty();
            assertThat(one.refused(replyTo -> new HubCommand.Forget("device-7", replyTo))
                            .why())
                    .isEqualTo(Why.ABSENT);
            assertThat(one.registers()).isEqualTo(gone.registers());
        }
    }

    static void write(HubFixture device, int from, int to) {
        device.storage()
                .put(IntStream.range(from, to)
                        .mapToObj(i -> Assignment.now(
                                RegisterKey.of("entity/" + i, "field"),
                                new Value("\"written by " + i + " of " + from + "\"")))
                        .toList());
    }

    /** Each in a segment of its own. */
    private static void writeOneByOne(HubFixture device, int from, int to) {
        for (int i = from; i < to; i++) {
            write(device, i, i + 1);
        }
    }

    private static String keyOf(HubFixture device) {
        try {
            return device.key();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything is stable; answers how many segments went. */
    private static int compact(HubFixture device) {
        device.storage()
                .actors()
                .registers()
                .tell(new RegisterCommand.StableChanged(VersionVector.of(new Dot(HubFixture.device(1), 1_000))));
        return device.storage().compact().segmentsRemoved();
    }
}

package dev.till.node;

import static dev.till.node.HubTest.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.federation.hub.HubNames;
import dev.till.federation.hub.MemoryStore;
import dev.till.federation.hub.ObjectKey;
import dev.till.federation.hub.StoreException;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Why;
import dev.till.node.message.HubCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong with a hub: nothing is lost, and it is said. */
final class HubFaultsTest {
    private final AtomicReference<Instant> storeTime = new AtomicReference<>(Instant.EPOCH);
    private final FaultyStore store = new FaultyStore(new MemoryStore(storeTime::get));

    @TempDir
    Path directory;

    private HubFixture device(int number) throws IOException {
        return HubFixture.of(directory.resolve("d" + number), number, store);
    }

    private List<ObjectKey> segments(int number) throws StoreException {
        return store.list(HubNames.DEVICES + HubFixture.device(number) + "/0");
    }

    @Test
    void storm_atAnyCall_losesNothing() throws Exception {
        try (var one = device(1)) {
            for (int calls = 1; calls < 12; calls++) {
                write(one, 10 * calls, 10 * calls + 10);
                store.storm(calls);
                int refused = 0;
                while (one.ask(replyTo -> new HubCommand.Push(Optional.empty(), replyTo))
                        instanceof FederationReply.Refused no) {
                    assertThat(no.why()).isEqualTo(Why.PARTIAL);
                    assertThat(no.message()).contains("503");
                    refused++;
                }
                assertThat(refused).isPositive();
            }
            store.loseAnswer();
            write(one, 1_000, 1_010);
            one.ask(replyTo -> new HubCommand.Push(Optional.empty(), replyTo));
            one.push();
            try (var fresh = device(3)) {
                assertThat(fresh.restore(one.key()).list("problems")).isEmpty();
                assertThat(fresh.registers()).isEqualTo(one.registers());
            }
        }
    }

    @Test
    void flippedBit_isToldWithItsObject_andTheRestComes() throws Exception {
        try (var one = device(1);
                var fresh = device(3)) {
            for (int i = 0; i < 3; i++) {
                write(one, 10 * i, 10 * i + 10);
                one.push();
            }
            var damaged = segments(1).get(1);
            store.flip(damaged);

            var restored = fresh.restore(one.key());

            assertThat(restored.list("problems")).singleElement().asString().contains(damaged.value(), "altered");
            assertThat(fresh.registers()).hasSize(20);
            assertThat(one.done(HubCommand.Verify::new).flag("whole")).isFalse();
            // Who has it makes a snapshot, and all is well again.
            one.consolidate();
            assertThat(fresh.restore(one.key()).flag("snapshot")).isTrue();
            assertThat(fresh.registers()).isEqualTo(one.registers());
        }
    }

    @Test
    void missingSegment_isTold_andNotTakenForApplied() throws Exception {
        try (var one = device(1);
                var fresh = device(3)) {
            write(one, 0, 10);
            one.push();
            write(one, 10, 20);
            one.push();
            var missing = segments(1).get(0);
            store.delete(missing);

            assertThat(fresh.restore(one.key()).list("problems"))
                    .singleElement()
                    .asString()
                    .contains(missing.value(), "missing", "10 datagrams");
            assertThat(one.applied().minus(fresh.applied()).size()).isEqualTo(10);
            assertThat(one.done(HubCommand.Verify::new).list("problems")).hasSize(1);
        }
    }

    @Test
    void swappedObjects_areFoundOut() throws Exception {
        try (var one = device(1);
                var fresh = device(3)) {
            write(one, 0, 10);
            one.push();
            write(one, 10, 20);
            one.push();
            var both = segments(1);
            var first = store.get(both.get(0)).orElseThrow();
            store.put(both.get(0), store.get(both.get(1)).orElseThrow());
            store.put(both.get(1), first);

            assertThat(fresh.restore(one.key()).list("problems")).hasSize(2);
            assertThat(fresh.registers()).isEmpty();
        }
    }

    @Test
    void damagedSnapshot_theOneBeforeAndTheSegmentsStandIn() throws Exception {
        try (var one = device(1);
                var fresh = device(3)) {
            write(one, 0, 10);
            one.push();
            one.consolidate();
            write(one, 10, 20);
            one.push();
            var second = new ObjectKey(one.consolidate().text("snapshot"));
            store.flip(second);

            var restored = fresh.restore(one.key());

            assertThat(restored.list("problems")).singleElement().asString().contains(second.value());
            assertThat(fresh.registers()).isEqualTo(one.registers());
        }
    }

    @Test
    void damagedManifestAndCheckpoint_areMadeAnew() throws Exception {
        try (var one = device(1);
                var fresh = device(3)) {
            write(one, 0, 10);
            one.push();
            one.consolidate();
            store.flip(HubNames.manifest(HubFixture.device(1)));
            store.flip(HubNames.CHECKPOINT);

            one.push();
            one.consolidate();

            assertThat(fresh.restore(one.key()).list("problems")).isEmpty();
            assertThat(fresh.registers()).isEqualTo(one.registers());
            assertThat(one.done(HubCommand.Verify::new).flag("whole")).isTrue();
        }
    }

    @Test
    void twoConsolidatorsAtOnce_loseNothing() throws Exception {
        try (var one = device(1);
                var two = device(2);
                var fresh = device(3)) {
            write(one, 0, 10);
            one.push();
            two.restore(one.key());
            int written = 10;
            for (int round = 0; round < 12; round++) {
                write(one, written, written + 5);
                write(two, written + 5, written + 10);
                written += 10;
                one.push();
                two.push();

                var other = CompletableFuture.supplyAsync(() -> two.ask(HubCommand.Consolidate::new));
                var outcomes = List.of(one.ask(HubCommand.Consolidate::new), other.join());

                assertThat(outcomes).anyMatch(outcome -> outcome instanceof FederationReply.Done);
                assertThat(outcomes)
                        .allMatch(outcome -> outcome instanceof FederationReply.Done
                                || ((FederationReply.Refused) outcome).why() == Why.CONFLICT);
                // By the next round, what is covered may go.
                storeTime.set(storeTime.get().plus(HubFixture.GRACE));
            }

            assertThat(fresh.restore(one.key()).list("problems")).isEmpty();
            one.restore(one.key());
            two.restore(one.key());
            assertThat(fresh.registers()).hasSize(written).isEqualTo(one.registers());
            assertThat(fresh.registers()).isEqualTo(two.registers());
            assertThat(one.done(HubCommand.Verify::new).flag("whole")).isTrue();
        }
    }

    @Test
    void consolidatorThatStallsPastItsTime_publishesNothing() throws Exception {
        try (var stalled = device(1);
                var quick = device(2);
                var fresh = device(3)) {
            write(stalled, 0, 10);
            stalled.push();
            quick.restore(stalled.key());
            write(quick, 10, 20);
            store.before(HubNames.SNAPSHOTS, () -> {
                storeTime.set(storeTime.get().plus(HubFixture.LEASE));
                quick.consolidate();
            });

            var refused = stalled.refused(HubCommand.Consolidate::new);

            assertThat(refused.why()).isEqualTo(Why.CONFLICT);
            assertThat(refused.message()).contains("lock was lost", "nothing is lost");
            fresh.restore(stalled.key());
            assertThat(fresh.registers()).isEqualTo(quick.registers()).hasSize(20);
        }
    }

    @Test
    void consolidatorThatStallsBeforePublishing_doesNotReplaceAnothers() throws Exception {
        try (var stalled = device(1);
                var quick = device(2);
                var fresh = device(3)) {
            write(stalled, 0, 10);
            stalled.push();
            quick.restore(stalled.key());
            write(quick, 10, 20);
            store.before(HubNames.CHECKPOINT.value(), () -> {
                storeTime.set(storeTime.get().plus(HubFixture.LEASE));
                quick.consolidate();
            });

            var refused = stalled.refused(HubCommand.Consolidate::new);

            assertThat(refused.message()).contains("published a checkpoint meanwhile");
            fresh.restore(stalled.key());
            assertThat(fresh.registers()).isEqualTo(quick.registers()).hasSize(20);
        }
    }

    @Test
    void stolenLock_isNoticed_andGivenBackToNobody() throws Exception {
        try (var one = device(1)) {
            write(one, 0, 10);
            one.push();
            one.consolidate();
            write(one, 10, 20);
            var thief = store.get(HubNames.LOCK).orElseThrow();
            store.before(HubNames.SNAPSHOTS, () -> {
                try {
                    store.put(HubNames.LOCK, thief);
                } catch (StoreException e) {
                    throw new AssertionError(e);
                }
            });

            assertThat(one.refused(HubCommand.Consolidate::new).message()).contains("lock was lost");
            assertThat(store.get(HubNames.LOCK)).hasValue(thief);
            one.consolidate();
        }
    }

    @Test
    void lock_isJudgedByTheStoresClock_howeverWrongOurs() throws Exception {
        var future = InstantSource.fixed(StorageFixture.NOW.plus(Duration.ofDays(400)));
        try (var one = device(1);
                var ahead =
                        new HubFixture(directory.resolve("d2"), 2, store, Storage.Settings.DEFAULTS, future, false)) {
            write(one, 0, 10);
            one.push();
            ahead.restore(one.key());
            var busy = new AtomicReference<FederationReply.Refused>();
            store.before(HubNames.SNAPSHOTS, () -> busy.set(ahead.refused(HubCommand.Consolidate::new)));

            one.consolidate();

            assertThat(busy.get().why()).isEqualTo(Why.CONFLICT);
            assertThat(busy.get().message()).contains("device-1 consolidates already");
        }
    }

    @Test
    void whatIsOfATimeFarAhead_isHeldAside_notMergedAndNotCovered() throws Exception {
        var future = InstantSource.fixed(StorageFixture.NOW.plus(Duration.ofDays(400)));
        try (var ahead = new HubFixture(directory.resolve("d2"), 2, store, Storage.Settings.DEFAULTS, future, false);
                var one = device(1)) {
            write(ahead, 0, 10);
            ahead.push();
            ahead.consolidate();

            var restored = one.restore(ahead.key());

            assertThat(restored.number("held_aside", 0)).isPositive();
            assertThat(one.registers()).isEmpty();
            assertThat(one.applied().isEmpty()).isTrue();
        }
    }

    @Test
    void endpointWithoutConditions_isRefusedForConsolidating_alone() throws Exception {
        store.conditional = false;
        try (var one = device(1);
                var fresh = device(3)) {
            write(one, 0, 10);
            one.push();

            assertThat(one.refused(HubCommand.Consolidate::new).message()).contains("If-None-Match");

            fresh.restore(one.key());
            assertThat(fresh.registers()).isEqualTo(one.registers());
        }
    }

    @Test
    void foreignObjects_areLeftAlone() throws Exception {
        try (var one = device(1)) {
            for (String name : List.of("wal/x", "wal/" + HubFixture.device(1) + "/notes", "snapshot/readme", "other")) {
                store.put(new ObjectKey(name), new byte[] {1});
            }
            write(one, 0, 10);
            one.push();
            one.consolidate();
            storeTime.set(Instant.EPOCH.plus(HubFixture.GRACE));
            one.consolidate();

            assertThat(store.get(new ObjectKey("snapshot/readme"))).isPresent();
            assertThat(store.get(new ObjectKey("wal/" + HubFixture.device(1) + "/notes")))
                    .isPresent();
            assertThat(one.done(HubCommand.Verify::new).flag("whole")).isTrue();
        }
    }
}

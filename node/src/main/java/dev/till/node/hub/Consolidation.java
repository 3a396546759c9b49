package dev.till.node.hub;

import dev.till.federation.hub.Checkpoint;
import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.HubLock;
import dev.till.federation.hub.HubNames;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.Probe;
import dev.till.federation.hub.SnapshotFile;
import dev.till.federation.hub.StoreException;
import dev.till.node.message.FederationReply.Why;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Folds what is in the hub into a snapshot: fetches what is missing here, writes all registers as one object, reads that back,
 * and only then publishes it as the checkpoint, in the place of exactly the one that was found. What an older checkpoint
 * covers is removed after a time of grace.
 */
final class Consolidation {
    /** The register that tells the fleet of the last checkpoint. */
    static final RegisterKey CHECKPOINT = RegisterKey.of("till/hub", "sync_checkpoint");

    private final HubDesk desk;
    private final HubVault vault;
    private final Pull pull;
    private Optional<Checkpoint> made = Optional.empty();
    private final Pruning pruning;

    Consolidation(HubDesk desk, HubVault vault) {
        this.desk = desk;
        this.vault = vault;
        pull = new Pull(desk, vault);
        pruning = new Pruning(desk, vault);
    }

    Consolidation run() throws HubRefusal, StoreException, DamagedException, IOException {
        if (!Probe.keepsConditions(desk.store(), Long.toHexString(desk.random().nextLong()))) {
            throw new HubRefusal(
                    Why.FAILED,
                    desk.state().address()
                            + " takes no notice of conditions on writes (If-None-Match, If-Match), so two"
                            + " devices could consolidate at once and lose each other's work. Use an endpoint that keeps to"
                            + " them; pushing and restoring work here without");
        }
        var lock = desk.lock(vault);
        var held = take(lock);
        try {
            pull.run();
            consolidate(lock, held);
            if (made.isEmpty() && pull.checkpoint().isPresent()) {
                verify(pull.checkpoint().get().value().snapshot());
            }
            pruning.run(pull.checkpoint());
        } finally {
            lock.release(held.now);
        }
        return this;
    }

    /** What was done, as a JSON object. */
    String json() {
        var json = new JsonWriter().open('{').flag("made", made.isPresent());
        made.ifPresent(checkpoint -> json.number("token", checkpoint.token())
                .text("snapshot", checkpoint.snapshot().key().value())
                .number("datagrams", checkpoint.snapshot().datagrams())
                .number("bytes", checkpoint.snapshot().bytes()));
        json.number("segments_removed", pruning.segments()).number("snapshots_removed", pruning.snapshots());
        json.open("fetched", '{');
        pull.describe(json);
        return json.close('}').close('}').toString();
    }

    List<String> problems() {
        return pull.problems();
    }

    private static final class Holding {
        private HubLock.Held now;

        Holding(HubLock.Held first) {
            now = first;
        }
    }

    private Holding take(HubLock lock) throws HubRefusal, StoreException, DamagedException {
        var standing = lock.read();
        if (standing.isPresent() && !standing.get().isFree()) {
            var held = standing.get().held();
            throw new HubRefusal(
                    Why.CONFLICT,
                    name(standing.get()) + " consolidates already, since "
                            + standing.get().age().toSeconds() + " s; its lock is over after "
                            + held.lease().toSeconds() + " s. Try again then");
        }
        long above;
        try {
            above = vault.checkpoint().map(found -> found.value().token()).orElse(0L);
        } catch (DamagedException e) {
            // It is told again by the pull. A later token than any that was seen takes its place.
            above = desk.state().token();
        }
        return new Holding(lock.take(standing, above, desk.tools().rules().lease())
                .orElseThrow(() ->
                        new HubRefusal(Why.CONFLICT, "another device has just begun to consolidate; try again later")));
    }

    private String name(HubLock.Standing standing) {
        var holder = standing.held().holder();
        return desk.tools().devices().name(holder).orElse(holder.abbreviated());
    }

    private void consolidate(HubLock lock, Holding held)
            throws HubRefusal, StoreException, DamagedException, IOException {
        var found = pull.checkpoint();
        var unreadable = found.isEmpty() ? vault.version(HubNames.CHECKPOINT) : Optional.<String>empty();
        var before = found.map(HubVault.Found::value).map(Checkpoint::snapshot);
        var known = before.map(Checkpoint.Snapshot::covers).orElse(DotSet.EMPTY);
        if (!known.minus(pull.applied()).isEmpty()) {
            throw new HubRefusal(
                    Why.FAILED,
                    "this device lacks " + known.minus(pull.applied()).size()
                            + " datagrams that the last checkpoint covers, so it makes no other: "
                            + String.join("; ", pull.problems()));
        }
        if (found.isPresent()
                && pull.applied().minus(known).isEmpty()
                && !desk.state().gap()) {
            return;
        }
        var snapshot = write(held.now.token());
        if (!known.minus(snapshot.covers()).isEmpty()) {
            throw new IllegalStateException("a snapshot lacks what the one before it covers");
        }
        renew(lock, held);
        verify(snapshot);
        renew(lock, held);
        var checkpoint = new Checkpoint(
                held.now.token(),
                desk.tools().self(),
                desk.tools().clock().instant().toEpochMilli(),
                snapshot,
                before);
        // One that cannot be read is replaced too, but only as it was found.
        var version = found.isPresent() ? found.map(HubVault.Found::version) : unreadable;
        if (!vault.publish(checkpoint, version)) {
            throw new HubRefusal(
                    Why.CONFLICT,
                    "another device has published a checkpoint meanwhile; this one is dropped, and nothing is lost");
        }
        made = Optional.of(checkpoint);
        desk.keep(desk.state().withToken(checkpoint.token()).withGap(false));
        desk.node().write(CHECKPOINT, register(checkpoint));
    }

    private void renew(HubLock lock, Holding held) throws HubRefusal, StoreException, DamagedException {
        held.now = lock.renew(held.now)
                .orElseThrow(() -> new HubRefusal(
                        Why.CONFLICT,
                        "the lock was lost while this device consolidated: its time was over, or somebody took it."
                                + " Nothing was published, and nothing is lost"));
    }

    private Checkpoint.Snapshot write(long token) throws StoreException, IOException {
        Path file = desk.tools().directory().resolve("snapshot");
        try (var log = OpenLog.in(vault, desk.tools().directory())) {
            var page = desk.node().snapshot(Optional.empty());
            var covers = page.covers();
            long datagrams;
            try (var writer = new SnapshotFile.Writer(file, covers)) {
                while (true) {
                    for (var datagram : page.datagrams()) {
                        writer.add(datagram);
                        log.add(datagram);
                    }
                    if (page.next().isEmpty()) {
                        break;
                    }
                    page = desk.node().snapshot(page.next());
                }
                datagrams = writer.finish();
            }
            var stored = vault.put(file, mark -> HubNames.snapshot(token, mark));
            log.addCheckpoint(desk.tools().clock().instant());
            log.putBeside(stored.key());
            return new Checkpoint.Snapshot(stored.key(), stored.bytes(), stored.sha256(), datagrams, covers);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Reads back what was written, as whoever restores would. */
    private void verify(Checkpoint.Snapshot snapshot) throws HubRefusal, StoreException, DamagedException, IOException {
        var covers = vault.fetch(
                snapshot.key(), snapshot.sha256(), content -> SnapshotFile.read(content, 1 << 20, datagrams -> {}));
        if (!covers.equals(Optional.of(snapshot.covers()))) {
            throw new HubRefusal(
                    Why.FAILED, snapshot.key() + " could not be read back as it was written; nothing was published");
        }
    }

    private Value register(Checkpoint checkpoint) {
        return new Value(new JsonWriter()
                .open('{')
                .text("last_processed", desk.tools().clock().instant().toString())
                .number("token", checkpoint.token())
                .text("device", checkpoint.device().toString())
                .text("snapshot", checkpoint.snapshot().key().value())
                .number("datagrams", checkpoint.snapshot().datagrams())
                .close('}')
                .toString());
    }
}

package dev.till.node.hub;

import dev.till.federation.hub.Checkpoint;
import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.Manifest;
import dev.till.federation.hub.SnapshotFile;
import dev.till.federation.hub.StoreException;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Fetches from the hub what this node lacks: a snapshot where that is behind, then segments. What is fetched goes the way
 * of datagrams that peers relay. What cannot be read is stepped over and told; nothing then counts as applied that is not.
 */
final class Pull {
    private static final int BATCH_BYTES = 1 << 20;
    private static final int SMALLEST = 128;
    private static final int ATTEMPTS = 3;

    private final HubDesk desk;
    private final HubVault vault;
    private final List<String> problems = new ArrayList<>();
    private DotSet applied = DotSet.EMPTY;
    private Optional<HubVault.Found<Checkpoint>> checkpoint = Optional.empty();
    private SortedMap<DeviceId, Optional<HubVault.Found<Manifest>>> manifests = new TreeMap<>();
    private boolean snapshot;
    private int segments;
    private long fresh;
    private long aside;

    Pull(HubDesk desk, HubVault vault) {
        this.desk = desk;
        this.vault = vault;
    }

    Pull run() throws StoreException, IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            problems.clear();
            var version = checkpoint.map(HubVault.Found::version);
            look();
            loadSnapshot();
            for (var manifest : manifests.values()) {
                if (manifest.isPresent()) {
                    loadSegments(manifest.get().value());
                }
            }
            coverWhatIsWhole();
            // Somebody may have consolidated meanwhile and removed what we were reading.
            if (problems.isEmpty()
                    || !hasChanged()
                    || checkpoint.map(HubVault.Found::version).equals(version)) {
                break;
            }
        }
        desk.node().settle();
        return this;
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    Optional<HubVault.Found<Checkpoint>> checkpoint() {
        return checkpoint;
    }

    SortedMap<DeviceId, Optional<HubVault.Found<Manifest>>> manifests() {
        return manifests;
    }

    DotSet applied() {
        return applied;
    }

    long fresh() {
        return fresh;
    }

    /** What was done, as members of a JSON object. */
    void describe(JsonWriter json) {
        json.flag("snapshot", snapshot).number("segments", segments);
        json.number("datagrams", fresh).number("held_aside", aside);
        json.open("problems", '[');
        problems.forEach(json::text);
        json.close(']');
    }

    private void look() throws StoreException, IOException {
        applied = desk.node().journal().applied();
        try {
            checkpoint = vault.checkpoint();
        } catch (DamagedException e) {
            checkpoint = Optional.empty();
            problems.add(e.getMessage());
        }
        if (checkpoint.isPresent()) {
            long token = checkpoint.get().value().token();
            if (token < desk.state().token()) {
                problems.add("the checkpoint is older than one that was here before: token " + token + " (expected: "
                        + desk.state().token() + " or later). The bucket was set back, or somebody has written to it");
            }
            desk.keep(desk.state().withToken(token));
        }
        manifests = vault.manifests(problems);
    }

    private boolean hasChanged() throws StoreException {
        try {
            return !vault.checkpoint().map(HubVault.Found::version).equals(checkpoint.map(HubVault.Found::version));
        } catch (DamagedException e) {
            return false;
        }
    }

    private void loadSnapshot() throws StoreException, IOException {
        if (checkpoint.isEmpty()) {
            return;
        }
        var newest = checkpoint.get().value();
        if (!load(newest.snapshot()) && newest.before().isPresent()) {
            load(newest.before().get());
        }
    }

    /** False when it cannot be read. */
    private boolean load(Checkpoint.Snapshot from) throws StoreException, IOException {
        if (from.covers().minus(applied).isEmpty()) {
            return true;
        }
        try {
            long asideBefore = aside;
            var covers = vault.fetch(
                    from.key(), from.sha256(), content -> SnapshotFile.read(content, BATCH_BYTES, this::append));
            if (covers.isEmpty()) {
                problems.add(from.key() + ": missing; the checkpoint names it");
                return false;
            }
            snapshot = true;
            // What is held aside may have superseded what nothing else tells of.
            if (aside == asideBefore) {
                cover(covers.get().intersection(from.covers()));
            }
            return true;
        } catch (DamagedException e) {
            problems.add(e.getMessage());
            return false;
        }
    }

    private void loadSegments(Manifest manifest) throws StoreException, IOException {
        for (Manifest.Segment segment : manifest.segments()) {
            var wanted = segment.dots().minus(applied);
            if (wanted.isEmpty()) {
                continue;
            }
            try {
                var done = vault.fetch(segment.key(), segment.sha256(), content -> take(segment, content));
                if (done.isEmpty()) {
                    problems.add(segment.key() + ": missing, and with it " + wanted.size()
                            + " datagrams that are not here; the manifest of its device names it");
                } else {
                    segments++;
                }
            } catch (DamagedException e) {
                problems.add(e.getMessage() + "; " + wanted.size() + " datagrams of it are not here");
            }
        }
    }

    private Boolean take(Manifest.Segment segment, Path content) throws IOException, DamagedException {
        var have = applied;
        var some = new Batch();
        var contents = desk.tools().segments().read(content, segment.bytes(), datagram -> {
            if (!have.contains(datagram.dot())) {
                some.add(datagram);
            }
        });
        some.flush();
        if (!contents.dots().equals(segment.dots())) {
            throw new DamagedException(segment.key() + ": does not hold what the manifest of its device says");
        }
        return true;
    }

    /** Gathers datagrams for one append. */
    private final class Batch {
        private final List<Datagram> datagrams = new ArrayList<>();
        private long bytes;

        void add(Datagram datagram) throws IOException {
            datagrams.add(datagram);
            bytes += SMALLEST;
            if (datagram.version().content() instanceof Value value) {
                bytes += value.json().length();
            }
            if (bytes >= BATCH_BYTES) {
                flush();
            }
        }

        void flush() throws IOException {
            if (!datagrams.isEmpty()) {
                append(List.copyOf(datagrams));
                datagrams.clear();
                bytes = 0;
            }
        }
    }

    private void append(List<Datagram> datagrams) throws IOException {
        var done = desk.node().append(datagrams);
        applied = done.applied();
        fresh += done.records().size();
        aside += done.heldAside();
    }

    private void cover(DotSet dots) throws IOException {
        if (!dots.minus(applied).isEmpty()) {
            applied = desk.node().cover(dots).applied();
        }
    }

    /**
     * A device may have counted datagrams as applied that it got no other way than in a snapshot. Whoever has applied all
     * that it had before, and all that its segment holds, has all that came of them too.
     */
    private void coverWhatIsWhole() throws IOException {
        DotSet before;
        do {
            before = applied;
            for (var manifest : manifests.values()) {
                if (manifest.isPresent()) {
                    for (Manifest.Segment segment : manifest.get().value().segments()) {
                        if (segment.before().minus(applied).isEmpty()
                                && segment.dots().minus(applied).isEmpty()) {
                            cover(segment.covers());
                        }
                    }
                }
            }
        } while (!before.equals(applied));
    }
}

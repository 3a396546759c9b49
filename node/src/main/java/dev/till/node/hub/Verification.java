package dev.till.node.hub;

import dev.till.federation.hub.Checkpoint;
import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.Manifest;
import dev.till.federation.hub.SnapshotFile;
import dev.till.federation.hub.StoreException;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads everything in the hub, as whoever restores would, and changes nothing. */
final class Verification {
    private final HubDesk desk;
    private final HubVault vault;
    private final List<String> problems = new ArrayList<>();
    private int segments;
    private long bytes;
    private boolean snapshot;

    Verification(HubDesk desk, HubVault vault) {
        this.desk = desk;
        this.vault = vault;
    }

    Verification run() throws StoreException, IOException {
        Optional<Checkpoint> checkpoint = Optional.empty();
        try {
            checkpoint = vault.checkpoint().map(HubVault.Found::value);
        } catch (DamagedException e) {
            problems.add(e.getMessage());
        }
        if (checkpoint.isPresent()) {
            verify(checkpoint.get().snapshot());
        }
        var covers = checkpoint.map(each -> each.snapshot().covers()).orElse(DotSet.EMPTY);
        for (var manifest : vault.manifests(problems).values()) {
            if (manifest.isPresent()) {
                for (Manifest.Segment segment : manifest.get().value().segments()) {
                    verify(segment, covers);
                }
            }
        }
        return this;
    }

    boolean isWhole() {
        return problems.isEmpty();
    }

    String json() {
        var json = new JsonWriter().open('{').flag("whole", isWhole());
        json.flag("snapshot", snapshot).number("segments", segments).number("bytes", bytes);
        json.open("problems", '[');
        problems.forEach(json::text);
        return json.close(']').close('}').toString();
    }

    private void verify(Checkpoint.Snapshot named) throws StoreException, IOException {
        try {
            var covers = vault.fetch(
                    named.key(), named.sha256(), content -> SnapshotFile.read(content, 1 << 20, datagrams -> {}));
            if (covers.isEmpty()) {
                problems.add(named.key() + ": missing; the checkpoint names it");
            } else if (!covers.get().equals(named.covers())) {
                problems.add(named.key() + ": does not cover what the checkpoint says");
            } else {
                snapshot = true;
                bytes += named.bytes();
            }
        } catch (DamagedException e) {
            problems.add(e.getMessage());
        }
    }

    private void verify(Manifest.Segment segment, DotSet covers) throws StoreException, IOException {
        try {
            var contents = vault.fetch(
                    segment.key(),
                    segment.sha256(),
                    content -> desk.tools().segments().read(content, segment.bytes(), datagram -> {}));
            if (contents.isEmpty()) {
                // Removed after a consolidation, and its device has not tidied its manifest yet.
                if (!segment.isCoveredBy(covers)) {
                    problems.add(segment.key() + ": missing, and no snapshot covers it");
                }
            } else if (!contents.get().dots().equals(segment.dots())) {
                problems.add(segment.key() + ": does not hold what the manifest of its device says");
            } else {
                segments++;
                bytes += segment.bytes();
            }
        } catch (DamagedException e) {
            problems.add(e.getMessage());
        }
    }
}

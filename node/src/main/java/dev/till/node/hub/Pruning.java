package dev.till.node.hub;

import dev.till.federation.hub.Checkpoint;
import dev.till.federation.hub.HubNames;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.Manifest;
import dev.till.federation.hub.ObjectStore.Listed;
import dev.till.federation.hub.StoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;

/**
 * Removes what a checkpoint covers that has counted for the time of grace: whoever began to restore by an older one is done
 * by then, or begins again. What cannot be read is never removed.
 */
final class Pruning {
    private final HubDesk desk;
    private final HubVault vault;
    private int segments;
    private int snapshots;

    Pruning(HubDesk desk, HubVault vault) {
        this.desk = desk;
        this.vault = vault;
    }

    int segments() {
        return segments;
    }

    int snapshots() {
        return snapshots;
    }

    /** @param settled the checkpoint to go by, with how long it has counted by the store's clock */
    void run(Optional<HubVault.Found<Checkpoint>> settled) throws StoreException {
        var grace = desk.tools().rules().grace();
        if (settled.isEmpty() || settled.get().age().compareTo(grace) < 0) {
            return;
        }
        var snapshot = settled.get().value().snapshot();
        for (var manifest : vault.manifests(new ArrayList<>()).values()) {
            if (manifest.isPresent()) {
                removeSegments(manifest.get().value(), snapshot);
            }
        }
        for (Listed listed : desk.store().entries(HubNames.SNAPSHOTS)) {
            var token = HubNames.tokenOfSnapshot(listed.key());
            boolean older =
                    token.isPresent() && token.get() < settled.get().value().token();
            if (older && listed.age().compareTo(grace) >= 0) {
                OpenLog.removeBeside(listed.key(), vault);
                desk.store().delete(listed.key());
                snapshots++;
            }
        }
        desk.store().dropUnfinished(grace.plus(desk.tools().rules().lease()));
    }

    private void removeSegments(Manifest manifest, Checkpoint.Snapshot snapshot) throws StoreException {
        var there = new HashSet<>(desk.store().list(HubNames.DEVICES + manifest.device() + "/"));
        for (Manifest.Segment segment : manifest.segments()) {
            if (segment.isCoveredBy(snapshot.covers()) && there.contains(segment.key())) {
                OpenLog.removeBeside(segment.key(), vault);
                desk.store().delete(segment.key());
                segments++;
            }
        }
    }
}

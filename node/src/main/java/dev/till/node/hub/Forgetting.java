package dev.till.node.hub;

import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.HubNames;
import dev.till.federation.hub.HubVault;
import dev.till.federation.hub.Manifest;
import dev.till.federation.hub.ObjectKey;
import dev.till.federation.hub.StoreException;
import dev.till.node.message.FederationReply.Why;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.time.DotSet;
import java.util.ArrayList;
import java.util.List;

/** Removes what a device that is no more has put into the hub, when a snapshot covers all of it. */
final class Forgetting {
    private final HubDesk desk;
    private final HubVault vault;

    Forgetting(HubDesk desk, HubVault vault) {
        this.desk = desk;
        this.vault = vault;
    }

    /** @param named the device's name, its id, or how that begins */
    String run(String named) throws HubRefusal, StoreException, DamagedException {
        var device = find(named);
        if (desk.tools().devices().isMember(device)) {
            throw new HubRefusal(
                    Why.CONFLICT,
                    named + " is a device of the fleet and goes on writing to the hub; `till device revoke " + named
                            + "` first");
        }
        var covers = vault.checkpoint()
                .map(found -> found.value().snapshot().covers())
                .orElse(DotSet.EMPTY);
        var manifest = vault.manifest(device).map(HubVault.Found::value).orElseGet(() -> Manifest.empty(device));
        long uncovered = manifest.segments().stream()
                .filter(segment -> !segment.isCoveredBy(covers))
                .count();
        if (uncovered > 0) {
            throw new HubRefusal(
                    Why.CONFLICT,
                    "no snapshot covers " + uncovered + " segments of " + named
                            + "; `till hub consolidate` first, so that nothing is lost");
        }
        int removed = 0;
        for (ObjectKey key : desk.store().list(HubNames.DEVICES + device + "/")) {
            if (HubNames.isSegmentOf(device, key)) {
                OpenLog.removeBeside(key, vault);
                desk.store().delete(key);
                removed++;
            }
        }
        desk.store().delete(HubNames.manifest(device));
        return new JsonWriter()
                .open('{')
                .text("device", device.toString())
                .number("segments_removed", removed)
                .close('}')
                .toString();
    }

    private DeviceId find(String named) throws HubRefusal, StoreException {
        List<DeviceId> fitting = vault.manifests(new ArrayList<>()).keySet().stream()
                .filter(device -> device.toString().startsWith(named)
                        || desk.tools()
                                .devices()
                                .name(device)
                                .filter(named::equals)
                                .isPresent())
                .toList();
        if (fitting.isEmpty()) {
            throw new HubRefusal(
                    Why.ABSENT,
                    "no device named '" + named + "' has anything in the hub (expected: a name or an id, as `till hub"
                            + " status` lists them)");
        }
        if (fitting.size() > 1) {
            throw new HubRefusal(
                    Why.USAGE, "'" + named + "' names " + fitting.size() + " devices (expected: more of the id)");
        }
        return fitting.get(0);
    }
}

package dev.till.node.trust;

import dev.till.node.message.TrustReply;
import dev.till.node.message.TrustReply.Done;
import dev.till.node.message.TrustReply.Refused;
import dev.till.node.message.TrustReply.Why;
import dev.till.protocol.trust.DeviceRecord;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Puts devices out, as people name them. */
final class Revoking {
    private final TrustStore store;

    Revoking(TrustStore store) {
        this.store = store;
    }

    /** Revokes the device with this name or id; one that is out already stays so. */
    TrustReply<DeviceRecord> revoke(String nameOrId) throws IOException {
        var found = find(nameOrId);
        if (found.isEmpty()) {
            return new Refused<>(Why.ABSENT, "no such device: " + nameOrId + " (see: till device list)");
        }
        if (found.size() > 1) {
            var ids = found.stream().map(device -> device.id().toString()).collect(Collectors.joining(", "));
            return new Refused<>(Why.CONFLICT, "several devices are named " + nameOrId + " (give the id: " + ids + ")");
        }
        var device = found.get(0);
        if (device.revoked()) {
            return new Done<>(device);
        }
        if (store.membership().authority(store.self()).isEmpty()) {
            return new Refused<>(Why.FORBIDDEN, "this device is no admin of its fleet; revoke on one that is");
        }
        if (device.id().equals(store.self())) {
            return new Refused<>(Why.CONFLICT, device.name() + " is this device; revoke it on another admin device");
        }
        store.revoke(device.id());
        return new Done<>(store.membership().find(device.id()).orElseThrow());
    }

    /** An id names one device; a name those that belong, or else those that once did. */
    private List<DeviceRecord> find(String nameOrId) {
        var devices = store.membership().devices();
        var matching = devices.stream()
                .filter(device -> device.id().toString().equals(nameOrId)
                        || device.name().value().equalsIgnoreCase(nameOrId))
                .toList();
        var members = matching.stream().filter(device -> !device.revoked()).toList();
        return members.isEmpty() ? matching : members;
    }
}

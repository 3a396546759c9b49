package dev.till.node.api;

import dev.till.node.message.FleetCommand;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.DeviceId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names people gave the devices of the fleet, this one included, as they are at the moment of asking. */
final class DeviceNames {
    private final Map<DeviceId, String> names = new LinkedHashMap<>();

    DeviceNames(Actors actors) throws Refusal {
        var self = actors.parts().self().get();
        names.put(self.device(), self.name().value());
        FleetCommand.PeerList peers = actors.get(actors.parts().fleet(), FleetCommand.Peers::new);
        peers.peers().forEach(peer -> names.put(peer.device(), peer.name().value()));
    }

    /** The name of a device; the beginning of its id when it has left the fleet. */
    String name(DeviceId device) {
        return names.entrySet().stream()
                .filter(entry -> device.isOriginOf(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(device::abbreviated);
    }

    /** The device that goes by a name or an id. */
    DeviceId find(String nameOrId) throws Refusal {
        var named = names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(nameOrId))
                .map(Map.Entry::getKey)
                .toList();
        if (named.size() == 1) {
            return named.get(0);
        }
        if (named.size() > 1) {
            throw new Refusal(Reason.CONFLICT, "several devices are named " + nameOrId + "; give the id instead");
        }
        try {
            return DeviceId.parse(nameOrId);
        } catch (IllegalArgumentException notAnId) {
            throw new Refusal(Reason.ABSENT, "no such device: " + nameOrId + " (see `till device list`)");
        }
    }
}

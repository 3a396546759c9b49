package dev.till.node.message;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;

/** What a node tells its local network of itself. Public: strangers read it too, and nobody believes it undialled. */
public record Announcement(FleetId fleet, DeviceId device, DeviceName name, Endpoint endpoint) {}

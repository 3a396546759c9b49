package dev.till.node.api;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import java.time.Duration;

/**
 * What this node says of itself at one moment. Name, fleet and address change while it runs.
 *
 * @param version of till
 * @param address host and port that peers reach it at
 */
public record NodeSelf(
        DeviceName name, DeviceId device, FleetId fleet, String version, String address, Duration uptime) {}

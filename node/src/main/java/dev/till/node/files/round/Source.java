package dev.till.node.files.round;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;

/** A device that can be reached now and may have contents. */
public record Source(DeviceId device, DeviceName name, String host, int port) {}

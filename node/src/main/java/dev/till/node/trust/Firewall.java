package dev.till.node.trust;

import dev.till.protocol.id.DeviceId;
import java.util.Collection;
import java.util.Set;

/**
 * Devices that a node keeps no connection with while they are named here, members of its fleet or not. Thread-safe.
 *
 * <p>It only takes away: it lets nobody in whom the fleet does not. Tests part fleets with it.
 */
public final class Firewall {
    private volatile Set<DeviceId> blocked = Set.of();

    /** Keeps no connection with these from now on, and with these alone. Open ones close at their next byte. */
    public void block(Collection<DeviceId> devices) {
        blocked = Set.copyOf(devices);
    }

    /** The same object as long as nothing changed. */
    Set<DeviceId> blocked() {
        return blocked;
    }
}

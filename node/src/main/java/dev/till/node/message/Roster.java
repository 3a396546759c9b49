package dev.till.node.message;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.trust.Membership;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who belongs to the fleet, as verified from the device list: told by its owner to everyone who keeps state per device.
 *
 * @param enrolled devices that belong, this one included
 * @param revoked devices that once belonged and must not be spoken to again
 */
public record Roster(FleetId fleet, SortedMap<DeviceId, Enrolled> enrolled, Set<DeviceId> revoked) {

    public Roster {
        enrolled = Collections.unmodifiableSortedMap(new TreeMap<>(enrolled));
        revoked = Collections.unmodifiableSet(new TreeSet<>(revoked));
    }

    /** One device that belongs. */
    public record Enrolled(DeviceName name, Instant since) {}

    /** The devices that {@code membership} proves. */
    public static Roster of(FleetId fleet, Membership membership) {
        var enrolled = new TreeMap<DeviceId, Enrolled>();
        var revoked = new TreeSet<DeviceId>();
        for (var device : membership.devices()) {
            if (device.revoked()) {
                revoked.add(device.id());
            } else {
                enrolled.put(device.id(), new Enrolled(device.name(), device.enrolledAt()));
            }
        }
        return new Roster(fleet, enrolled, revoked);
    }

    /** What people call {@code device}; empty when it does not belong. */
    public Optional<DeviceName> name(DeviceId device) {
        return Optional.ofNullable(enrolled.get(device)).map(Enrolled::name);
    }

    /** Whether {@code device} belongs and was not revoked. */
    public boolean has(DeviceId device) {
        return enrolled.containsKey(device) && !revoked.contains(device);
    }
}

package dev.till.node.message;

import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.DeviceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of the owner of this node's device list. */
public sealed interface TrustCommand {

    /** What a peer knows. Merged when it is of our fleet; what it proves, it proves by its signatures. */
    record Learn(DeviceList list) implements TrustCommand {}

    /** Answer with the current list. */
    record Current(ActorRef<DeviceList> replyTo) implements TrustCommand {}

    /** Tell this subscriber the list now and after each change. A change of fleet shows as another fleet id. */
    record Subscribe(ActorRef<DeviceList> subscriber) implements TrustCommand {}

    /** Where this node and its peers take connections of members, {@code HOST:PORT}: told to whoever is let in. */
    record Reachable(List<String> addresses) implements TrustCommand {
        public Reachable {
            addresses = List.copyOf(addresses);
        }
    }

    /** Make a line that lets one device in within {@code ttl}. */
    record Invite(Duration ttl, boolean admin, ActorRef<TrustReply<Invited>> replyTo) implements TrustCommand {}

    /** Put a device out for ever, given by name or id. */
    record Revoke(String device, ActorRef<TrustReply<DeviceRecord>> replyTo) implements TrustCommand {}

    /** Join the fleet that made this line; without a name under the one this device has. */
    record Enrol(String line, Optional<DeviceName> name, ActorRef<TrustReply<Enrolled>> replyTo)
            implements TrustCommand {
        /** Without the line, which is a secret. */
        @Override
        public String toString() {
            return "Enrol[" + name + "]";
        }
    }

    /** A line to give to one new machine. */
    record Invited(String line, Instant expiry) {
        /** Without the line, which is a secret. */
        @Override
        public String toString() {
            return "Invited[until " + expiry + "]";
        }
    }

    /**
     * This device belongs to a fleet now.
     *
     * @param devices how many belong, this one included
     * @param addresses where members may be reached, {@code HOST:PORT}; hints, to be tried
     */
    record Enrolled(FleetId fleet, DeviceName name, int devices, List<String> addresses) {}
}

package dev.till.node.message;

import dev.till.protocol.id.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of the owner of the cluster system. It lives as long as the process; the cluster system it owns does not. */
public sealed interface MembershipCommand {

    /** The device list has changed. The first one starts the cluster system; one of another fleet replaces it. */
    record RosterChanged(Roster roster) implements MembershipCommand {}

    /** Replace the cluster system now, for a reason that people will read in the log. */
    record Recreate(String reason) implements MembershipCommand {}

    /** Leave the cluster, told to the others, and stop; answered when the port is closed. */
    record Leave(ActorRef<Done> replyTo) implements MembershipCommand {}

    /** How it stands, for {@code status}. */
    record Describe(ActorRef<ClusterState> replyTo) implements MembershipCommand {}

    /**
     * The cluster system in numbers.
     *
     * @param incarnation how many cluster systems this process has started
     * @param joined whether this node is a member of a cluster now
     * @param settled whether every member is known to all others; until then a silent one may not be noticed
     * @param born when the cluster was founded; empty while not joined
     * @param founder who founded it
     * @param reachable the devices that are members and can be reached, this one included
     * @param lastEnd why the cluster system before this one ended
     */
    record ClusterState(
            int incarnation,
            boolean joined,
            boolean settled,
            Endpoint endpoint,
            Optional<Instant> born,
            Optional<DeviceId> founder,
            List<DeviceId> reachable,
            Optional<String> lastEnd) {}
}

package dev.till.node.message;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.VersionVector;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of this node's view of the fleet. It outlives the cluster system and answers also while there is none. */
public sealed interface FleetCommand {

    /** All enrolled devices but this one, and what is known of each. */
    record Peers(ActorRef<PeerList> replyTo) implements FleetCommand {}

    /**
     * Answer when {@code devices} devices, this one included, have durably applied {@code dot}, or when time is up. Answered at
     * once, as not enough, when too many already wait.
     */
    record AwaitApplied(Dot dot, int devices, Duration timeout, ActorRef<Reached> replyTo) implements FleetCommand {}

    /** Tell this subscriber, now and whenever it grows, what every device that counts has durably applied. */
    record SubscribeStable(ActorRef<VersionVector> subscriber) implements FleetCommand {}

    /** The device list has changed. */
    record RosterChanged(Roster roster) implements FleetCommand {}

    /** From membership: a peer came, went out of reach, or left. */
    record PeerSeen(DeviceId device, Peer.State state, Endpoint endpoint) implements FleetCommand {}

    /** From replication: what a peer says it has durably applied. */
    record PeerApplied(DeviceId device, DotSet applied) implements FleetCommand {}

    /** From the journal: what this device has durably applied. */
    record SelfApplied(DotSet applied) implements FleetCommand {}

    /** Write down what is known of peers and stop. */
    record Close() implements FleetCommand {}

    /** Peers in order of device id. */
    record PeerList(List<Peer> peers) {}

    /** How many devices have it, and which are not known to. */
    record Reached(int devices, List<DeviceId> missing, boolean enough) {}
}

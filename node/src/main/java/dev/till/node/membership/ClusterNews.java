package dev.till.node.membership;

import dev.till.node.membership.Standing.Seat;
import dev.till.protocol.id.DeviceId;
import java.util.List;

/** What a cluster system tells the incarnation that owns it. */
sealed interface ClusterNews extends Incarnation.Command {

    /** All members there are now, this node included once it has joined. */
    record MembersChanged(List<Member> members) implements ClusterNews {}

    /** Another node has spoken. */
    record Met(Greeting greeting) implements ClusterNews {}

    /** A peer will never again listen to this incarnation. */
    record Quarantined(String by) implements ClusterNews {}

    /** A member of the cluster. */
    record Member(Seat seat, DeviceId device, Phase phase, boolean reachable) {}

    /** Where in its life a member is. */
    enum Phase {
        /** Let in by one member; nobody counts on it yet. */
        JOINING,
        /** Takes part, but not every member knows of it: nobody watches over it, and it cannot remove anybody. */
        WEAK,
        /** Takes part, known to all. */
        UP,
        LEAVING,
        DOWN;

        boolean takesPart() {
            return this == WEAK || this == UP;
        }
    }
}

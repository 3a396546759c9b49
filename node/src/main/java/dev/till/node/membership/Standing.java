package dev.till.node.membership;

import static java.util.Objects.requireNonNull;

import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.FleetId;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a node says of itself and its cluster when two nodes meet.
 *
 * @param joined whether it is a member of a cluster; if not, {@code birth} is that of the one it would found
 * @param reach how many members of its cluster it reaches, itself included
 * @param members the incarnations that its cluster consists of; itself included once joined; at most {@value #MEMBERS}
 * @param life the process that speaks
 */
record Standing(
        FleetId fleet,
        DeviceId device,
        Seat seat,
        boolean joined,
        Birth birth,
        int reach,
        List<Seat> members,
        Life life) {

    /** More members than a fleet is made for. */
    static final int MEMBERS = 1024;

    Standing {
        requireNonNull(fleet, "fleet");
        requireNonNull(device, "device");
        requireNonNull(seat, "seat");
        requireNonNull(birth, "birth");
        requireNonNull(life, "life");
        members = List.copyOf(members);
    }

    /** One incarnation of a cluster system: where it listens, and which one of those that ever listened there. */
    record Seat(Endpoint endpoint, long uid) implements Comparable<Seat> {
        @Override
        public int compareTo(Seat other) {
            int byEndpoint = endpoint.compareTo(other.endpoint);
            return byEndpoint != 0 ? byEndpoint : Long.compare(uid, other.uid);
        }
    }

    /** The standing of a node that is in no cluster, and would found or is about to join the one of this birth. */
    Standing apart(Birth of) {
        return new Standing(fleet, device, seat, false, of, 0, List.of(), life);
    }

    /** The standing of the same node as member of a cluster. */
    Standing within(int newReach, List<Seat> newMembers) {
        return new Standing(fleet, device, seat, true, birth, newReach, newMembers, life);
    }

    /** Whether {@code other} is the same device in another process: its home was cloned, and both run. */
    boolean isTwinOf(Standing other) {
        return device.equals(other.device)
                && !life.equals(other.life)
                && !life.equals(Life.UNKNOWN)
                && !other.life.equals(Life.UNKNOWN);
    }

    /** Whether {@code other} is a member of this node's cluster. */
    boolean counts(Standing other) {
        return members.contains(other.seat);
    }

    /** Says the same of a cluster whichever of its members is asked. */
    Seat smallestSeat() {
        return members.stream().min(Comparator.naturalOrder()).orElse(seat);
    }

    /** Where else this cluster can be reached: the speaker first. */
    List<Endpoint> endpoints() {
        return Stream.concat(Stream.of(seat.endpoint()), members.stream().map(Seat::endpoint))
                .distinct()
                .toList();
    }
}

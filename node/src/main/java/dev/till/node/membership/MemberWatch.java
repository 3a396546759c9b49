package dev.till.node.membership;

import dev.till.node.membership.ClusterNews.Member;
import dev.till.node.membership.ClusterNews.Phase;
import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import dev.till.node.message.FleetCommand.PeerSeen;
import dev.till.node.message.Peer;
import dev.till.node.message.Roster;
import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the succession of member lists of one incarnation means: who came, who went, and who has to be removed. */
final class MemberWatch {
    /** Who takes longer to arrive than so many joins may take is not on its way any more. */
    private static final int ARRIVAL = 6;

    /** Who was in reach less long ago may only be busy, or parted for a moment: better that somebody arrives more slowly. */
    private static final Duration BUSY = Duration.ofSeconds(15);

    /** As long as that, where others may just be removing this node's part, or are about to be back. Less than an arrival may take. */
    private static final Duration PARTED = BUSY.multipliedBy(3);

    /** After how long without anybody coming back into reach nobody else is about to. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    private final DeviceId self;
    private final Seat seat;
    private final Map<Seat, Instant> unreachableSince = new HashMap<>();
    private final Map<Seat, Instant> arrivingSince = new HashMap<>();

    private final Set<Seat> removed = new LinkedHashSet<>();

    private List<Member> members = List.of();
    private Map<DeviceId, PeerSeen> told = new TreeMap<>();
    private Instant backInReach = Instant.MIN;

    MemberWatch(DeviceId self, Seat seat) {
        this.self = self;
        this.seat = seat;
    }

    List<Member> members() {
        return members;
    }

    /** What this node itself is in its cluster; empty before it was let in. */
    Optional<Phase> own() {
        return members.stream()
                .filter(member -> member.seat().equals(seat))
                .map(Member::phase)
                .findFirst();
    }

    /** Whether the cluster has put this incarnation out for good, by all that this node knows. */
    boolean hasRemoved(Seat other) {
        return removed.contains(other);
    }

    /** Who of another's cluster was removed from this one: the other itself before any of its members. */
    Optional<Seat> removedOf(Standing theirs) {
        return Stream.concat(Stream.of(theirs.seat()), theirs.members().stream())
                .filter(removed::contains)
                .findFirst();
    }

    List<Seat> seats() {
        return members.stream().map(Member::seat).limit(Standing.MEMBERS).toList();
    }

    /** Where a member answers now. */
    Set<Endpoint> reachable() {
        return members.stream()
                .filter(member -> member.reachable() && member.phase().takesPart())
                .map(member -> member.seat().endpoint())
                .collect(Collectors.toCollection(() -> new TreeSet<>(Set.of(seat.endpoint()))));
    }

    /** Where other members of this very device are. */
    List<Endpoint> others() {
        return members.stream()
                .filter(member -> member.device().equals(self) && !member.seat().equals(seat))
                .map(member -> member.seat().endpoint())
                .toList();
    }

    /** Who is in reach by all that is known, and would not be missed: see {@link Unwatched}. */
    List<Member> unwatched() {
        boolean watches = own().filter(Phase.UP::equals).isPresent();
        return members.stream()
                .filter(member -> !member.seat().equals(seat) && member.reachable())
                .filter(member -> watches ? isArriving(member) : member.phase() != Phase.DOWN)
                .toList();
    }

    /** Two places each where another device takes part at once, by all that is known. */
    List<List<Endpoint>> doubles() {
        var first = new TreeMap<DeviceId, Endpoint>();
        var doubles = new ArrayList<List<Endpoint>>();
        for (var member : members) {
            if (member.reachable()
                    && member.phase().takesPart()
                    && !member.device().equals(self)) {
                var one = first.putIfAbsent(member.device(), member.seat().endpoint());
                if (one != null && !one.equals(member.seat().endpoint())) {
                    doubles.add(List.of(one, member.seat().endpoint()));
                }
            }
        }
        return doubles;
    }

    /** Where members were, those in reach first. To be given up by them looks the same as their being out of reach. */
    Stream<Endpoint> leads() {
        return Stream.concat(
                        reachable().stream(),
                        members.stream().map(member -> member.seat().endpoint()))
                .distinct();
    }

    /** Takes the new list and tells what has changed for the devices other than this one. */
    List<PeerSeen> update(List<Member> now, Instant time) {
        noteRemoved(now);
        members = now;
        if (members.stream().anyMatch(member -> member.reachable() && unreachableSince.containsKey(member.seat()))) {
            backInReach = time;
        }
        note(unreachableSince, member -> !member.reachable(), time);
        note(arrivingSince, MemberWatch::isArriving, time);
        var seen = seen(now);
        var changes = seen.values().stream()
                .filter(news -> !news.equals(told.get(news.device())))
                .toList();
        var all = new ArrayList<>(changes);
        told.values().stream()
                .filter(old -> !seen.containsKey(old.device()) && old.state() == Peer.State.UP)
                .forEach(old -> all.add(new PeerSeen(old.device(), Peer.State.UNREACHABLE, old.endpoint())));
        told = seen;
        return all;
    }

    /** What to tell when the incarnation is over: nobody is in reach any more. */
    List<PeerSeen> farewell() {
        return told.values().stream()
                .filter(peer -> peer.state() == Peer.State.UP)
                .map(peer -> new PeerSeen(peer.device(), Peer.State.UNREACHABLE, peer.endpoint()))
                .toList();
    }

    /**
     * Members to remove: earlier incarnations of this device, revoked devices, those out of reach for longer than the
     * retention time, and those that keep others from arriving.
     *
     * <p>A member that sleeps is left in peace, with one exception. The first member of a data center is up only when
     * every member has seen it (Pekko: {@code MembershipState.convergence}), and here everyone is the first of its own.
     * So while somebody arrives, a member that has been out of reach for a while is removed, and so is one that itself never
     * finishes arriving. It loses nothing but an incarnation of its cluster system when it wakes.
     *
     * <p>Parts of a cluster that do not reach each other must not remove one another: then both are to begin anew. So the
     * lesser part waits longer, and so does every part while somebody comes back into reach, as when a network is mended.
     */
    List<Endpoint> gone(Roster roster, Instant now, MembershipSettings settings) {
        boolean mayRemove = own().filter(Phase.UP::equals).isPresent();
        boolean arriving = mayRemove && members.stream().anyMatch(MemberWatch::isArriving);
        var arrival = settings.joinFor().multipliedBy(ARRIVAL);
        var patience = isGreaterPart() && backInReach.isBefore(now.minus(SETTLED)) ? BUSY : PARTED;
        return members.stream()
                .filter(member -> !member.seat().equals(seat) && member.phase() != Phase.DOWN)
                .filter(member -> member.device().equals(self)
                        || roster.revoked().contains(member.device())
                        || isPast(settings.retention(), unreachableSince.get(member.seat()), now)
                        || (arriving && isPast(patience, unreachableSince.get(member.seat()), now))
                        || (arriving && isPast(arrival, arrivingSince.get(member.seat()), now)))
                .map(member -> member.seat().endpoint())
                .toList();
    }

    /** Whether this node itself has been arriving for so long that it had better start anew. */
    boolean isStuck(Instant now, MembershipSettings settings) {
        return isPast(settings.joinFor().multipliedBy(ARRIVAL), arrivingSince.get(seat), now);
    }

    /** Whether more of those who are up are in reach than are not; of two halves, the one with the smallest seat. */
    private boolean isGreaterPart() {
        var up = members.stream().filter(member -> member.phase() == Phase.UP).toList();
        long near = up.stream().filter(this::isNear).count();
        long far = up.size() - near;
        return near > far
                || (near == far
                        && up.stream()
                                .min(Comparator.comparing(Member::seat))
                                .filter(this::isNear)
                                .isPresent());
    }

    private boolean isNear(Member member) {
        return member.reachable() || member.seat().equals(seat);
    }

    private static boolean isArriving(Member member) {
        return member.phase() == Phase.JOINING || member.phase() == Phase.WEAK;
    }

    private static boolean isPast(Duration limit, Instant since, Instant now) {
        return since != null && since.plus(limit).isBefore(now);
    }

    /** Keeps for every seat of which {@code holds} since when it has held. */
    private void note(Map<Seat, Instant> since, Predicate<Member> holds, Instant time) {
        var holding = members.stream().filter(holds).map(Member::seat).toList();
        since.keySet().retainAll(holding);
        holding.forEach(other -> since.putIfAbsent(other, time));
    }

    /** Also who is only marked: nobody comes back from that. At most as many as a cluster may have, the latest. */
    private void noteRemoved(List<Member> now) {
        var staying = now.stream()
                .filter(member -> member.phase() != Phase.DOWN)
                .map(Member::seat)
                .collect(Collectors.toSet());
        members.stream()
                .map(Member::seat)
                .filter(seat -> !staying.contains(seat))
                .forEach(removed::add);
        var oldest = removed.iterator();
        for (int over = removed.size() - Standing.MEMBERS; over > 0; over--) {
            oldest.next();
            oldest.remove();
        }
    }

    private Map<DeviceId, PeerSeen> seen(List<Member> now) {
        var seen = new TreeMap<DeviceId, PeerSeen>();
        for (var member : now) {
            if (!member.device().equals(self) && member.phase() != Phase.JOINING) {
                var peer = new PeerSeen(
                        member.device(), state(member), member.seat().endpoint());
                // Of two incarnations of one device the one in reach is the device.
                seen.merge(member.device(), peer, (one, other) -> one.state() == Peer.State.UP ? one : other);
            }
        }
        return seen;
    }

    private static Peer.State state(Member member) {
        if (member.phase() == Phase.LEAVING) {
            return Peer.State.LEFT;
        }
        return member.reachable() && member.phase().takesPart() ? Peer.State.UP : Peer.State.UNREACHABLE;
    }
}

package dev.till.node.membership;

import dev.till.node.message.FleetCommand.PeerSeen;
import dev.till.node.message.FleetCommand.Reached;
import dev.till.node.message.Peer;
import dev.till.node.message.Roster;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.VersionVector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What this node knows of every device of its fleet, itself included. Decides nothing by itself and does no I/O. */
final class FleetTable {
    /** News of devices that are not enrolled here yet are kept too, but only of so many devices in all. */
    private static final int DEVICES = 1024;

    private final DeviceId self;
    private final Duration retention;
    private final SortedMap<DeviceId, Row> rows = new TreeMap<>();

    private Optional<Roster> roster = Optional.empty();
    private DotSet own = DotSet.EMPTY;

    private record Row(KnownPeer known, Peer.State state, DotSet applied) {}

    FleetTable(DeviceId self, Duration retention, Collection<KnownPeer> remembered) {
        this.self = self;
        this.retention = retention;
        remembered.forEach(peer -> rows.put(peer.device(), new Row(peer, Peer.State.LEFT, DotSet.of(peer.head()))));
    }

    /** Takes the new device list; what was known of another fleet's devices is forgotten. */
    void roster(Roster now) {
        boolean moved =
                roster.filter(before -> !before.fleet().equals(now.fleet())).isPresent();
        rows.keySet().removeIf(device -> moved || now.revoked().contains(device));
        roster = Optional.of(now);
    }

    void own(DotSet applied) {
        own = applied;
    }

    /** Whether its endpoint is new: worth writing down soon. */
    boolean seen(PeerSeen news, Instant now) {
        var row = row(news.device());
        boolean inReach = news.state() == Peer.State.UP;
        var endpoint = inReach ? Optional.of(news.endpoint()) : row.known().endpoint();
        var lastSeen = inReach || row.state() == Peer.State.UP
                ? Optional.of(now)
                : row.known().lastSeen();
        boolean moved = !endpoint.equals(row.known().endpoint());
        put(new Row(new KnownPeer(news.device(), endpoint, lastSeen, row.known().head()), news.state(), row.applied()));
        return moved;
    }

    void applied(DeviceId device, DotSet applied) {
        var row = row(device);
        put(new Row(row.known(), row.state(), row.applied().union(applied)));
    }

    List<Peer> peers(Instant now) {
        var peers = new ArrayList<Peer>();
        roster.ifPresent(list -> list.enrolled().forEach((device, enrolled) -> {
            if (!device.equals(self)) {
                var row = row(device);
                peers.add(new Peer(
                        device,
                        enrolled.name(),
                        row.state(),
                        row.known().endpoint().map(Object::toString),
                        lastSeen(row, now),
                        row.applied()));
            }
        }));
        return peers;
    }

    /** Who has {@code dot} and who is not known to. */
    Reached reached(Dot dot, int wanted) {
        var missing = new ArrayList<DeviceId>();
        var members = roster.map(list -> list.enrolled().keySet()).orElse(Set.of(self));
        for (var device : members) {
            if (!applied(device).contains(dot)) {
                missing.add(device);
            }
        }
        int have = members.size() - missing.size();
        return new Reached(have, missing, have >= wanted);
    }

    /**
     * What every device that counts has applied: enrolled, not revoked, and in reach within the retention time (or enrolled
     * within it). A device that was never heard of has applied nothing.
     */
    VersionVector stable(Instant now) {
        var counting = roster.map(list -> counting(list, now)).orElse(List.of());
        var stable = new TreeMap<DeviceId, Long>();
        own.head().entries().forEach((origin, seq) -> {
            long least = seq;
            for (var device : counting) {
                least = Math.min(least, applied(device).of(origin).contiguous());
            }
            if (least > 0) {
                stable.put(origin, least);
            }
        });
        return roster.isEmpty() ? VersionVector.EMPTY : new VersionVector(stable);
    }

    /** What to write down. */
    List<KnownPeer> remembered(Instant now) {
        return rows.values().stream()
                .filter(row ->
                        row.known().endpoint().isPresent() || !row.applied().isEmpty())
                .map(row -> new KnownPeer(
                        row.known().device(),
                        row.known().endpoint(),
                        lastSeen(row, now),
                        row.applied().head()))
                .toList();
    }

    private List<DeviceId> counting(Roster list, Instant now) {
        var horizon = now.minus(retention);
        var counting = new ArrayList<DeviceId>();
        list.enrolled().forEach((device, enrolled) -> {
            boolean recent = device.equals(self)
                    || lastSeen(row(device), now).orElse(enrolled.since()).isAfter(horizon);
            if (recent) {
                counting.add(device);
            }
        });
        return counting;
    }

    private static Optional<Instant> lastSeen(Row row, Instant now) {
        return row.state() == Peer.State.UP ? Optional.of(now) : row.known().lastSeen();
    }

    private DotSet applied(DeviceId device) {
        return device.equals(self) ? own : row(device).applied();
    }

    private Row row(DeviceId device) {
        var row = rows.get(device);
        return row != null ? row : new Row(KnownPeer.stranger(device), Peer.State.LEFT, DotSet.EMPTY);
    }

    private void put(Row row) {
        var device = row.known().device();
        boolean welcome = rows.containsKey(device)
                || rows.size() < DEVICES
                || roster.filter(list -> list.has(device)).isPresent();
        if (welcome && !device.equals(self)) {
            rows.put(device, row);
        }
    }
}

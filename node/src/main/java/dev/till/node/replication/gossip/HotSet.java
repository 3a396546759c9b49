package dev.till.node.replication.gossip;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.VersionVector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides what enters and leaves the hot shards.
 *
 * <p>A device enters only what it wrote itself, and only when two ticks have not made it known to be everywhere in reach. It
 * leaves when it is causally stable, or when its device has used up its share of the shard: the oldest first. What is left out or leaves early is
 * carried by catch-up. So everything here is bounded whatever is written.
 */
final class HotSet {
    /** Ticks that a push is given before its datagrams enter. */
    private static final int PATIENCE = 2;
    /** With few devices each still gets no more than this part of a shard: more may come. */
    private static final int LEAST_SHARES = 4;

    private final DeviceId self;
    private final GossipSettings settings;
    private final HotShard[] shards = new HotShard[HotShard.COUNT];
    private final ArrayDeque<Candidate> candidates = new ArrayDeque<>();
    private long candidateBytes;
    private Presence presence = Presence.ALONE;
    private VersionVector stable = VersionVector.EMPTY;

    private record Candidate(Datagram datagram, int bytes, long tick) {}

    /**
     * Who is there.
     *
     * @param everywhere what this device and every peer in reach have applied
     * @param devices in reach
     */
    record Presence(VersionVector everywhere, Set<DeviceId> devices) {
        static final Presence ALONE = new Presence(VersionVector.EMPTY, Set.of());

        boolean isAlone() {
            return devices.isEmpty();
        }
    }

    HotSet(DeviceId self, GossipSettings settings) {
        this.self = self;
        this.settings = settings;
        Arrays.fill(shards, HotShard.EMPTY);
    }

    /** Takes note of a datagram of this device, just written. */
    void written(Datagram datagram, long tick) {
        if (presence.isAlone()) {
            return;
        }
        var candidate = new Candidate(datagram, estimate(datagram), tick);
        candidates.add(candidate);
        candidateBytes += candidate.bytes();
        while (candidateBytes > (long) HotShard.COUNT * settings.shardBytes()) {
            drop();
        }
    }

    /** Learns who is in reach and what they have. */
    void present(Presence now) {
        presence = now;
        while (!candidates.isEmpty()
                && (now.isAlone() || isEverywhere(candidates.peek().datagram().dot()))) {
            drop();
        }
    }

    /** Learns what every device of the fleet has, also those out of reach. */
    void stable(VersionVector now) {
        stable = now;
    }

    /** Learns what is in a shard. */
    void seen(int index, HotShard shard) {
        shards[index] = shards[index].merge(shard);
    }

    /** What to merge into which shard now. */
    SortedMap<Integer, HotShard> tick(long tick) {
        var changes = new TreeMap<Integer, HotShard>();
        enter(tick, changes);
        for (int index = 0; index < shards.length; index++) {
            leave(index, changes);
        }
        changes.forEach((index, change) -> shards[index] = shards[index].merge(change));
        return changes;
    }

    /** Whether a later tick may have something to do. */
    boolean isBusy() {
        return !candidates.isEmpty()
                || (!presence.isAlone() && Arrays.stream(shards).anyMatch(this::isOurs));
    }

    /** What is in a shard and not in {@code applied}, by the device that wrote it. */
    SortedMap<DeviceId, List<Datagram>> missing(int index, DotSet applied) {
        var missing = new TreeMap<DeviceId, List<Datagram>>();
        shards[index]
                .datagrams()
                .filter(datagram -> !applied.contains(datagram.dot()))
                .forEach(datagram -> missing.computeIfAbsent(datagram.dot().device(), unknown -> new ArrayList<>())
                        .add(datagram));
        return missing;
    }

    private void enter(long tick, SortedMap<Integer, HotShard> changes) {
        int bytes = 0;
        while (!candidates.isEmpty() && candidates.peek().tick() <= tick - PATIENCE) {
            var datagram = candidates.peek().datagram();
            int size = DatagramCodec.encode(datagram).length;
            boolean fits = size <= Math.min(share(), settings.tickBytes());
            if (fits && bytes + size > settings.tickBytes()) {
                return;
            }
            drop();
            int index = HotShard.indexOf(datagram.key());
            if (fits
                    && datagram.dot().seq() > shards[index].floor(datagram.dot().device())) {
                bytes += size;
                changes.merge(index, HotShard.of(datagram), HotShard::merge);
            }
        }
    }

    private void leave(int index, SortedMap<Integer, HotShard> changes) {
        var shard = shards[index].merge(changes.getOrDefault(index, HotShard.EMPTY));
        for (DeviceId device : shard.slots().keySet()) {
            if (mayRaise(device)) {
                long floor = Math.max(stable(shard, device), device.isOriginOf(self) ? overShare(shard, device) : 0);
                if (floor > shard.floor(device)) {
                    changes.merge(index, HotShard.leaving(new Dot(device, floor)), HotShard::merge);
                }
            }
        }
    }

    /** A device sees to its own entries; of one that is out of reach, everybody does. */
    private boolean mayRaise(DeviceId device) {
        return device.isOriginOf(self) || presence.devices().stream().noneMatch(device::isOriginOf);
    }

    /** The greatest number that is stable, when that lets an entry go; else 0. */
    private long stable(HotShard shard, DeviceId device) {
        return shard.of(device).stream()
                .mapToLong(datagram -> datagram.dot().seq())
                .filter(seq -> seq <= stable.seq(device))
                .max()
                .orElse(0);
    }

    /** The number up to which entries must go so that the rest fits this device's share; 0 when all fit. */
    private long overShare(HotShard shard, DeviceId origin) {
        var newestFirst = new ArrayList<>(shard.of(origin));
        newestFirst.sort(
                Comparator.comparingLong((Datagram datagram) -> datagram.dot().seq())
                        .reversed());
        long bytes = 0;
        for (Datagram datagram : newestFirst) {
            bytes += DatagramCodec.encode(datagram).length;
            if (bytes > share()) {
                return datagram.dot().seq();
            }
        }
        return 0;
    }

    private int share() {
        return settings.shardBytes() / Math.max(LEAST_SHARES, presence.devices().size() + 1);
    }

    private boolean isOurs(HotShard shard) {
        return shard.slots().entrySet().stream()
                .anyMatch(slot -> !slot.getValue().entries().isEmpty() && mayRaise(slot.getKey()));
    }

    private boolean isEverywhere(Dot dot) {
        return presence.everywhere().covers(dot);
    }

    private void drop() {
        candidateBytes -= candidates.remove().bytes();
    }

    private static int estimate(Datagram datagram) {
        int names = datagram.key().entity().value().length()
                + datagram.key().field().value().length();
        int content = datagram.content() instanceof Value value ? value.json().length() : 0;
        return 64 + names + content + 25 * datagram.context().size();
    }
}

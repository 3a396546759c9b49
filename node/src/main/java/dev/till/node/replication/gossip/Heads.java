package dev.till.node.replication.gossip;

import static java.util.Objects.requireNonNull;

import dev.till.node.replication.link.Head;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.register.Lattice;
import dev.till.protocol.wire.Extra;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What every device last said to have durably applied.
 *
 * @param extra what a newer till appended, kept and passed on
 */
public record Heads(SortedMap<DeviceId, Head> byDevice, Extra extra) implements Lattice<Heads> {

    /** Nothing known of anyone. */
    public static final Heads EMPTY = new Heads(Collections.emptySortedMap(), Extra.NONE);

    public Heads {
        requireNonNull(extra, "extra");
        byDevice = Collections.unmodifiableSortedMap(new TreeMap<>(byDevice));
    }

    /** The head of one device. */
    public static Heads of(DeviceId device, Head head) {
        var one = new TreeMap<DeviceId, Head>();
        one.put(device, head);
        return new Heads(one, Extra.NONE);
    }

    @Override
    public Heads merge(Heads other) {
        var both = new TreeMap<>(byDevice);
        other.byDevice.forEach((device, head) -> both.merge(device, head, Head::merge));
        return new Heads(both, extra.compareTo(other.extra) >= 0 ? extra : other.extra);
    }
}

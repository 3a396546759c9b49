package dev.till.node.journal;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.time.SeqSet;
import java.util.TreeMap;

/**
 * A set of dots that grows one at a time. Datagrams of one device mostly come in sequence, so the newest run is kept
 * apart and costs nothing to extend. Not thread-safe.
 */
final class RunningDots {
    private final TreeMap<DeviceId, SeqSet> sets;
    private DeviceId device;
    private long first;
    private long last;

    RunningDots(DotSet start) {
        sets = new TreeMap<>(start.seqs());
    }

    boolean contains(DeviceId of, long seq) {
        if (isRunning(of) && first <= seq && seq <= last) {
            return true;
        }
        return sets.getOrDefault(of, SeqSet.EMPTY).contains(seq);
    }

    void add(DeviceId of, long seq) {
        if (isRunning(of) && seq == last + 1) {
            last = seq;
            return;
        }
        settle();
        device = of;
        first = seq;
        last = seq;
    }

    void addAll(DotSet more) {
        settle();
        more.seqs().forEach((of, set) -> sets.merge(of, set, SeqSet::union));
    }

    /** The greatest number of {@code of}; 0 when there is none. */
    long greatest(DeviceId of) {
        long settled = sets.getOrDefault(of, SeqSet.EMPTY).greatest();
        return isRunning(of) ? Math.max(settled, last) : settled;
    }

    DotSet snapshot() {
        settle();
        return new DotSet(sets);
    }

    private boolean isRunning(DeviceId of) {
        return device != null && device.equals(of);
    }

    private void settle() {
        if (device != null) {
            sets.put(device, sets.getOrDefault(device, SeqSet.EMPTY).plus(new SeqRange(first, last)));
            device = null;
        }
    }
}

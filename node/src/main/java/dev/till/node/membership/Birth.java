package dev.till.node.membership;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.DeviceId;
import java.time.Instant;

/**
 * When and by whom a cluster was founded: its identity, adopted by whoever joins, and its rank when two of them meet.
 *
 * <p>The clock it was read from may be wrong. That costs nothing: all that is needed is that every node orders two births
 * alike.
 *
 * @param millis milliseconds since the Unix epoch on the founder's clock
 */
record Birth(long millis, DeviceId founder) implements Comparable<Birth> {

    Birth {
        requireNonNull(founder, "founder");
    }

    boolean isOlderThan(Birth other) {
        return compareTo(other) < 0;
    }

    Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public int compareTo(Birth other) {
        int byTime = Long.compare(millis, other.millis);
        return byTime != 0 ? byTime : founder.compareTo(other.founder);
    }
}

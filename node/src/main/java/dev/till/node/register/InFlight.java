package dev.till.node.register;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.HybridTimestamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes on their way to the disk: not in the table yet, but a write with a time of its own must be compared with them
 * too. Not thread-safe.
 */
final class InFlight {
    private final Map<RegisterKey, Assignment> newest = new HashMap<>();

    /** Whether the write carries its own time and says nothing newer than what is in the register or on its way there. */
    boolean isOutdated(Assignment write, Entry known) {
        if (write.at().isEmpty()) {
            return false;
        }
        var pending = newest.get(write.key());
        if (pending != null) {
            // A pending write without a time of its own gets the time it is journaled, which is later than a past one.
            return pending.at().isEmpty() || compare(write, pending.at().get(), pending.content()) <= 0;
        }
        return known.register()
                .winner()
                .filter(winner -> isNotNewer(write, winner))
                .isPresent();
    }

    /** Whether a write to this register is on its way. */
    boolean isPending(RegisterKey key) {
        return newest.containsKey(key);
    }

    void begin(Assignment write) {
        newest.put(write.key(), write);
    }

    void end(List<Assignment> writes) {
        for (Assignment write : writes) {
            newest.remove(write.key(), write);
        }
    }

    private static boolean isNotNewer(Assignment write, Version winner) {
        return compare(write, winner.at(), winner.content()) <= 0;
    }

    private static int compare(Assignment write, HybridTimestamp at, Content content) {
        int byTime = write.at().orElseThrow().compareTo(at);
        return byTime != 0 ? byTime : write.content().compareTo(content);
    }
}

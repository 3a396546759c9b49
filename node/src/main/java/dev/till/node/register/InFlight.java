package dev.till.node.register;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes on their way to the disk: not in the table yet, but a write with a time of its own must be compared with them
 * too. Not thread-safe.
 */
final class InFlight {
    private record Pending(Assignment write, VersionVector context) {}

    private final Map<RegisterKey, Pending> newest = new HashMap<>();

    /** Whether the write carries its own time and says nothing newer than what is in the register or on its way there. */
    boolean isOutdated(Assignment write, Entry known) {
        if (write.at().isEmpty()) {
            return false;
        }
        var pending = newest.get(write.key());
        if (pending != null) {
            // A pending write without a time of its own gets the time it is journaled, which is later than a past one.
            var before = pending.write();
            return before.at().isEmpty() || compare(write, before.at().get(), before.content()) <= 0;
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

    /**
     * Notes that a write is on its way; answers its context: {@code seen}, and what the write before it has seen, because what
     * that one supersedes stays superseded when it is superseded itself.
     */
    VersionVector begin(Assignment write, VersionVector seen) {
        var before = newest.get(write.key());
        var context = before == null ? seen : seen.merge(before.context());
        newest.put(write.key(), new Pending(write, context));
        return context;
    }

    void end(List<Assignment> writes) {
        for (Assignment write : writes) {
            newest.computeIfPresent(write.key(), (key, last) -> last.write().equals(write) ? null : last);
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

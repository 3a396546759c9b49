package dev.till.testkit.faults;

import dev.till.protocol.id.DeviceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the writers remember of one episode. Safe for use by several threads. */
final class Book {

    /** A write that failed on a node that nothing was wrong with. */
    record Complaint(int node, String message) {}

    private static final int COMPLAINTS = 20;

    private final List<Written> acknowledged = new ArrayList<>();
    private final List<Complaint> complaints = new ArrayList<>();
    private final Map<Integer, Long> attempts = new HashMap<>();
    private long refused;
    private long slowestMillis;

    /** A write is about to be asked for: whatever becomes of it, its value may show up. */
    synchronized void attempt(int node, long count) {
        attempts.merge(node, count, Math::max);
    }

    synchronized void acknowledged(Written written, long millis, boolean healthy) {
        acknowledged.add(written);
        if (healthy) {
            slowestMillis = Math.max(slowestMillis, millis);
        }
    }

    synchronized void refused(int node, String message, boolean healthy) {
        refused++;
        if (healthy && complaints.size() < COMPLAINTS) {
            complaints.add(new Complaint(node, message));
        }
    }

    synchronized List<Written> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** At most {@value #COMPLAINTS} of them. */
    synchronized List<Complaint> complaints() {
        return List.copyOf(complaints);
    }

    synchronized boolean wasAttempted(int node, long count) {
        return count >= 0 && count <= attempts.getOrDefault(node, -1L);
    }

    /** How many writes each device acknowledged: so many datagrams of it there must be at least. */
    synchronized Map<DeviceId, Long> byDevice() {
        var counts = new HashMap<DeviceId, Long>();
        acknowledged.forEach(written -> counts.merge(written.device(), 1L, Long::sum));
        return counts;
    }

    synchronized long refused() {
        return refused;
    }

    /** The longest that a node waited with an acknowledgement while nothing was wrong with it. */
    synchronized long slowestMillis() {
        return slowestMillis;
    }
}

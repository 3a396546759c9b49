package dev.till.node.journal;

import dev.till.node.message.Durable;
import dev.till.node.message.Recorded;
import dev.till.protocol.register.Value;
import java.util.ArrayDeque;
import java.util.Queue;

/** How far the registers lag behind the journal, in memory that this takes. Nothing is counted before they report at all. */
final class Pace {
    private static final long MAX_BYTES = 16 << 20;
    private static final int RECORD_OVERHEAD = 500;

    private record Told(long revision, long bytes) {}

    private final Queue<Told> outstanding = new ArrayDeque<>();
    private long bytes;
    private boolean isReported;

    void told(Durable batch) {
        if (isReported) {
            long size = 0;
            for (Recorded record : batch.records()) {
                size += RECORD_OVERHEAD
                        + (record.datagram().content() instanceof Value value
                                ? value.json().length()
                                : 0);
            }
            outstanding.add(new Told(batch.revision(), size));
            bytes += size;
        }
    }

    void applied(long revision) {
        isReported = true;
        while (!outstanding.isEmpty() && outstanding.peek().revision() <= revision) {
            bytes -= outstanding.remove().bytes();
        }
    }

    boolean isBehind() {
        return bytes > MAX_BYTES;
    }
}

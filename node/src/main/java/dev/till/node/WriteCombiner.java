package dev.till.node;

import dev.till.node.client.Receipt;
import dev.till.node.message.Assignment;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.register.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Joins small writes that come while others are on their way: a write alone is sent at once, and under load few large
 * ones pass the actors and the disk instead of many small ones (compare Nagle, RFC 896, and group commit). Order is kept.
 */
final class WriteCombiner {
    /** Writes on their way at once: while one is synced, the next one is taken in. */
    private static final int UNDER_WAY = 2;

    private static final int MAX_TOGETHER = 1024;
    private static final int MAX_TOGETHER_BYTES = 1 << 20;
    private static final int MAX_WAITING = 100_000;
    private static final long MAX_WAITING_BYTES = 64 << 20;

    private final Line line;
    private final Executor callbacks;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private int underWay;

    /** Where writes go: all of {@code assignments} are written or none. */
    interface Line {
        CompletionStage<Written> send(List<Assignment> assignments);
    }

    /** {@code joins}: a write with a time of its own may be skipped, and an answer to many does not tell which one was. */
    private record Waiting(List<Assignment> assignments, int bytes, boolean joins, CompletableFuture<Receipt> done) {}

    /** @param callbacks where whoever waits for a write is told */
    WriteCombiner(Line line, Executor callbacks) {
        this.line = line;
        this.callbacks = callbacks;
    }

    /** Writes all of {@code assignments} or none; fails with a Refusal when too much waits already. */
    synchronized CompletionStage<Receipt> write(List<Assignment> assignments) {
        int bytes = bytes(assignments);
        if (!waiting.isEmpty() && (waiting.size() >= MAX_WAITING || waitingBytes + bytes > MAX_WAITING_BYTES)) {
            return CompletableFuture.failedStage(new Refusal(
                    Reason.FAILED,
                    waiting.size() + " writes wait already (expected: fewer at once; wait for some of them)"));
        }
        var one = new Waiting(assignments, bytes, joins(assignments), new CompletableFuture<>());
        waiting.add(one);
        waitingBytes += bytes;
        sendWhatMay();
        return one.done();
    }

    private void sendWhatMay() {
        while (underWay < UNDER_WAY && !waiting.isEmpty()) {
            var group = next();
            underWay++;
            var all = new ArrayList<Assignment>();
            group.forEach(each -> all.addAll(each.assignments()));
            line.send(all).whenCompleteAsync((written, failure) -> landed(group, written, failure), callbacks);
        }
    }

    private List<Waiting> next() {
        var group = new ArrayList<Waiting>();
        int together = 0;
        int bytes = 0;
        do {
            var one = waiting.remove();
            group.add(one);
            waitingBytes -= one.bytes();
            together += one.assignments().size();
            bytes += one.bytes();
        } while (!waiting.isEmpty()
                && group.get(0).joins()
                && waiting.peek().joins()
                && together + waiting.peek().assignments().size() <= MAX_TOGETHER
                && bytes + waiting.peek().bytes() <= MAX_TOGETHER_BYTES);
        return group;
    }

    private void landed(List<Waiting> group, Written written, Throwable failure) {
        synchronized (this) {
            underWay--;
            sendWhatMay();
        }
        int from = 0;
        for (Waiting each : group) {
            int to = from + each.assignments().size();
            if (failure != null) {
                tell(each.done(), () -> each.done().completeExceptionally(failure));
            } else {
                var part = group.size() == 1 ? written : part(written, from, to);
                tell(each.done(), () -> complete(each.done(), part));
            }
            from = to;
        }
    }

    /** Nobody's callback keeps the others of the group waiting. */
    private void tell(CompletableFuture<Receipt> done, Runnable completion) {
        if (done.getNumberOfDependents() > 0) {
            callbacks.execute(completion);
        } else {
            completion.run();
        }
    }

    private static void complete(CompletableFuture<Receipt> done, Written written) {
        try {
            done.complete(EmbeddedTill.receipt(written));
        } catch (Refusal refusal) {
            done.completeExceptionally(refusal);
        }
    }

    private static Written part(Written written, int from, int to) {
        return written instanceof Written.Done done
                ? new Written.Done(done.records().subList(from, to), 0)
                : written;
    }

    private static boolean joins(List<Assignment> assignments) {
        for (Assignment each : assignments) {
            if (each.at().isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static int bytes(List<Assignment> assignments) {
        int bytes = 0;
        for (Assignment each : assignments) {
            bytes += 200 + (each.content() instanceof Value value ? value.json().length() : 0);
        }
        return bytes;
    }
}

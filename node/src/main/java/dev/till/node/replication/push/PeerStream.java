package dev.till.node.replication.push;

import dev.till.node.replication.link.Bytes;
import dev.till.node.replication.link.PeerMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.function.LongSupplier;

/**
 * What is pushed to one peer: numbered messages, a window of those not acknowledged, and what waits for room in it.
 *
 * <p>A batch is sent at once while few messages are under way. Beyond that small batches wait for an acknowledgement or for
 * enough company, so a busy link carries few large messages and an idle one adds no delay (compare Nagle, RFC 896). What
 * goes beyond the window is shed, and so is everything after it until half the window is free again: one gap is
 * caught up faster than many.
 */
final class PeerStream {
    /** So many small messages may be under way before the next one waits for company. */
    private static final int EAGER = 4;

    private final PushSettings settings;
    private final LongSupplier numbers;
    private final Line line;
    private final ArrayDeque<Sent> underWay = new ArrayDeque<>();
    private final ArrayDeque<Bytes> waiting = new ArrayDeque<>();
    private int underWayBytes;
    private int waitingBytes;
    private boolean shedding;

    /** Where messages go. */
    interface Line {
        void send(long number, Bytes batch);
    }

    private record Sent(long number, int bytes, long tick) {}

    /** Numbers come from outside: they go on rising when a peer's stream begins anew, so no late acknowledgement fits. */
    PeerStream(PushSettings settings, LongSupplier numbers, Line line) {
        this.settings = settings;
        this.numbers = numbers;
        this.line = line;
    }

    /** Sends {@code batch}, now or soon, unless the peer is too far behind. */
    void offer(Bytes batch, long tick) {
        if (!shedding && underWayBytes + waitingBytes + batch.length() > settings.windowBytes()) {
            shed();
        }
        if (!shedding) {
            waiting.add(batch);
            waitingBytes += batch.length();
            sendWhatMay(tick);
        }
    }

    /** The peer has dealt with all messages up to {@code number}. */
    void acked(long number, long tick) {
        while (!underWay.isEmpty() && underWay.peek().number() <= number) {
            underWayBytes -= underWay.remove().bytes();
        }
        if (underWayBytes < settings.windowBytes() / 2 && underWay.size() < settings.windowPushes() / 2) {
            shedding = false;
        }
        sendWhatMay(tick);
    }

    /** Gives up on messages sent before {@code tick}: they are lost, or the peer is stuck. */
    void giveUpBefore(long tick, long now) {
        if (!underWay.isEmpty() && underWay.peek().tick() < tick) {
            underWay.clear();
            underWayBytes = 0;
            shedding = false;
            sendWhatMay(now);
        }
    }

    boolean isShedding() {
        return shedding;
    }

    int bytes() {
        return underWayBytes + waitingBytes;
    }

    boolean isIdle() {
        return underWay.isEmpty() && waiting.isEmpty();
    }

    private void shed() {
        shedding = true;
        waiting.clear();
        waitingBytes = 0;
    }

    private void sendWhatMay(long tick) {
        while (!waiting.isEmpty() && mayGo()) {
            var batch = next();
            long number = numbers.getAsLong();
            underWay.add(new Sent(number, batch.length(), tick));
            underWayBytes += batch.length();
            line.send(number, batch);
        }
    }

    private boolean mayGo() {
        boolean worthIt = underWay.size() < EAGER || waitingBytes >= PeerMessage.MAX_PAYLOAD / 2;
        return worthIt && underWay.size() < settings.windowPushes();
    }

    /** As many waiting batches as one message holds. */
    private Bytes next() {
        var batch = waiting.remove();
        waitingBytes -= batch.length();
        if (waiting.isEmpty() || batch.length() + waiting.peek().length() > PeerMessage.MAX_PAYLOAD) {
            return batch;
        }
        var joined = new ArrayList<Bytes>();
        joined.add(batch);
        int length = batch.length();
        while (!waiting.isEmpty() && length + waiting.peek().length() <= PeerMessage.MAX_PAYLOAD) {
            var more = waiting.remove();
            waitingBytes -= more.length();
            length += more.length();
            joined.add(more);
        }
        return Bytes.join(joined);
    }
}

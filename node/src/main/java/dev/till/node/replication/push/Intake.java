package dev.till.node.replication.push;

import dev.till.node.message.JournalCommand.AppendRemote;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.replication.link.PeerMessage.Push;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What one peer has pushed and the journal has not taken yet: one append at a time, and what arrives meanwhile goes into the
 * next one together.
 */
final class Intake {
    /** Encoded bytes that go into one append, unless a single push is larger. */
    private static final int APPEND_BYTES = 1 << 20;

    private final DeviceId peer;
    private final ActorRef<Appended> answers;
    private final int maxBytes;
    private final ArrayDeque<Arrived> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long appending;
    private boolean busy;

    private record Arrived(long number, int bytes, List<Datagram> datagrams) {}

    /**
     * @param answers where the journal answers about this peer's appends
     * @param maxBytes more than so many waiting bytes are refused
     */
    Intake(DeviceId peer, ActorRef<Appended> answers, int maxBytes) {
        this.peer = peer;
        this.answers = answers;
        this.maxBytes = maxBytes;
    }

    ActorRef<Appended> answers() {
        return answers;
    }

    boolean hasRoomFor(Push push) {
        return waitingBytes + push.batch().length() <= maxBytes;
    }

    void add(Push push, List<Datagram> datagrams) {
        waiting.add(new Arrived(push.number(), push.batch().length(), datagrams));
        waitingBytes += push.batch().length();
    }

    /** The next append, unless one is under way or nothing waits. */
    Optional<AppendRemote> next() {
        if (busy || waiting.isEmpty()) {
            return Optional.empty();
        }
        var first = take();
        if (waiting.isEmpty()) {
            return Optional.of(append(first.number(), first.datagrams()));
        }
        var together = new ArrayList<>(first.datagrams());
        int bytes = first.bytes();
        long number = first.number();
        while (!waiting.isEmpty() && bytes + waiting.peek().bytes() <= APPEND_BYTES) {
            var more = take();
            together.addAll(more.datagrams());
            bytes += more.bytes();
            number = more.number();
        }
        return Optional.of(append(number, together));
    }

    /** The append under way has been answered; tells the number of the last push in it. */
    long done() {
        busy = false;
        return appending;
    }

    private Arrived take() {
        var arrived = waiting.remove();
        waitingBytes -= arrived.bytes();
        return arrived;
    }

    private AppendRemote append(long number, List<Datagram> datagrams) {
        busy = true;
        appending = number;
        return new AppendRemote(datagrams, peer, answers);
    }
}

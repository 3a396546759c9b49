package dev.till.node.replication.push;

import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.Recorded;
import dev.till.node.replication.link.BatchPacker;
import dev.till.node.replication.link.Bytes;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Hears of every durable batch, pushes what this device wrote to each reachable peer, and passes the news on.
 *
 * <p>A batch is encoded once, whatever the number of peers. Nothing here waits for a peer: what does not fit a peer's window is
 * left to catch-up.
 */
public final class Pusher extends AbstractBehavior<Pusher.Command> {

    /** What the pusher reacts to. */
    public sealed interface Command {}

    /** A peer has dealt with all pushes up to {@code number}. */
    public record AckSeen(DeviceId from, long number) implements Command {}

    /** A peer has told something, so it listens. */
    public record Heard(DeviceId from) implements Command {}

    private record Written(Durable durable) implements Command {}

    private record PeersChanged(Reachable reachable) implements Command {}

    private enum Tick implements Command {
        NOW
    }

    private static final Duration TICK = Duration.ofSeconds(1);

    private final DeviceId self;
    private final PushSettings settings;
    private final TimerScheduler<Command> timers;
    private final List<Consumer<Durable>> followers;
    private final TreeMap<DeviceId, PeerStream> streams = new TreeMap<>();
    private final Set<DeviceId> heard = new HashSet<>();
    private final BatchPacker packer = new BatchPacker(this::offer);
    private Reachable reachable = Reachable.NOBODY;
    private long lastNumber;
    private long tick;

    private Pusher(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            DeviceId self,
            PushSettings settings,
            List<Consumer<Durable>> followers) {
        super(context);
        this.timers = timers;
        this.self = self;
        this.settings = settings;
        this.followers = List.copyOf(followers);
    }

    /**
     * A pusher that subscribes to the journal.
     *
     * @param followers are told every durable batch after it was pushed
     */
    public static Behavior<Command> create(
            DeviceId self,
            PushSettings settings,
            ActorRef<JournalCommand> journal,
            ActorRef<Neighbours.Command> neighbours,
            List<Consumer<Durable>> followers) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            neighbours.tell(new Neighbours.Subscribe(context.messageAdapter(Reachable.class, PeersChanged::new)));
            journal.tell(new JournalCommand.Subscribe(context.messageAdapter(Durable.class, Written::new)));
            return new Pusher(context, timers, self, settings, followers);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Written.class, written -> onWritten(written.durable()))
                .onMessage(AckSeen.class, this::onAck)
                .onMessage(Heard.class, news -> onHeard(news.from()))
                .onMessage(PeersChanged.class, changed -> onPeers(changed.reachable()))
                .onMessage(Tick.class, now -> onTick())
                .build();
    }

    private Behavior<Command> onWritten(Durable durable) {
        if (durable.from().equals(self) && !streams.isEmpty()) {
            for (Recorded recorded : durable.records()) {
                packer.add(recorded.datagram());
            }
            packer.flush();
            if (!timers.isTimerActive(Tick.NOW)) {
                timers.startTimerWithFixedDelay(Tick.NOW, TICK);
            }
        }
        followers.forEach(follower -> follower.accept(durable));
        return this;
    }

    private void offer(Bytes batch) {
        for (PeerStream stream : streams.values()) {
            stream.offer(batch, tick);
        }
    }

    private Behavior<Command> onAck(AckSeen ack) {
        var stream = streams.get(ack.from());
        if (stream != null) {
            stream.acked(ack.number(), tick);
        }
        return this;
    }

    private Behavior<Command> onPeers(Reachable now) {
        // A peer that comes back, or comes from elsewhere, starts with an empty window.
        streams.keySet().removeIf(device -> {
            var ref = now.peers().get(device);
            return ref == null || !ref.equals(reachable.peers().get(device));
        });
        heard.retainAll(streams.keySet());
        now.peers().forEach((device, ref) -> streams.computeIfAbsent(device, unknown -> stream(ref)));
        reachable = now;
        return this;
    }

    /** Two nodes do not see each other at the same moment: what was pushed before the peer listened has been lost. */
    private Behavior<Command> onHeard(DeviceId peer) {
        var stream = streams.get(peer);
        if (stream != null && heard.add(peer)) {
            stream.giveUpBefore(tick + 1, tick);
        }
        return this;
    }

    private PeerStream stream(ActorRef<PeerMessage> peer) {
        return new PeerStream(
                settings, () -> ++lastNumber, (number, batch) -> peer.tell(new PeerMessage.Push(self, number, batch)));
    }

    private Behavior<Command> onTick() {
        tick++;
        long oldest = tick - settings.ackPatience().dividedBy(TICK);
        streams.values().forEach(stream -> stream.giveUpBefore(oldest, tick));
        if (streams.values().stream().allMatch(PeerStream::isIdle)) {
            timers.cancel(Tick.NOW);
        }
        return this;
    }
}

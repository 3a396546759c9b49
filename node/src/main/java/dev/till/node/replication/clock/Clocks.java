package dev.till.node.replication.clock;

import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.replication.link.Head;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.link.PeerMessage.TimeAsked;
import dev.till.node.replication.link.PeerMessage.TimeTold;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.ClockComparison;
import dev.till.protocol.time.DotSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Asks each peer the time when it comes into reach, when our own clock has been set, and every now and then, and tells the
 * journal how its clock compares with ours and what it had applied at that time. An answer that took long says little and is
 * passed over.
 */
public final class Clocks extends AbstractBehavior<Clocks.Command> {

    /** What it reacts to. */
    public sealed interface Command {}

    /** A peer asks what our clock shows. */
    public record Asked(TimeAsked question) implements Command {}

    /** A peer tells what its clock shows. */
    public record Told(TimeTold answer) implements Command {}

    /** A batch is on this node's disk. */
    public record Written(Durable durable) implements Command {}

    private record PeersChanged(Reachable reachable) implements Command {}

    private enum Round implements Command {
        NOW
    }

    private enum Glance implements Command {
        NOW
    }

    private static final Duration PAUSE = Duration.ofSeconds(20);

    /** How often our own clock is looked at. */
    private static final Duration GLANCE = Duration.ofSeconds(2);

    /** A clock that is further from where it should be by now has been set. */
    private static final Duration SLEW = Duration.ofSeconds(1);

    /** From question to answer; half of it may be the error. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final DeviceId self;
    private final InstantSource wall;
    private final LongSupplier nanos;
    private final ActorRef<JournalCommand> journal;
    private final TreeMap<DeviceId, Duration> ahead = new TreeMap<>();
    private final TreeMap<DeviceId, DotSet> heads = new TreeMap<>();
    private Optional<DotSet> own = Optional.empty();
    private long offset;
    private Reachable reachable = Reachable.NOBODY;

    private Clocks(
            ActorContext<Command> context,
            DeviceId self,
            InstantSource wall,
            LongSupplier nanos,
            ActorRef<JournalCommand> journal) {
        super(context);
        this.self = self;
        this.wall = wall;
        this.nanos = nanos;
        this.journal = journal;
        offset = offset();
    }

    /**
     * Compares {@code wall} with the clocks of those in reach.
     *
     * @param nanos a clock that nobody sets, such as {@link System#nanoTime}
     */
    public static Behavior<Command> create(
            DeviceId self,
            InstantSource wall,
            LongSupplier nanos,
            ActorRef<JournalCommand> journal,
            ActorRef<Neighbours.Command> neighbours) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            neighbours.tell(new Neighbours.Subscribe(context.messageAdapter(Reachable.class, PeersChanged::new)));
            timers.startTimerWithFixedDelay(Round.NOW, PAUSE);
            timers.startTimerWithFixedDelay(Glance.NOW, GLANCE);
            return new Clocks(context, self, wall, nanos, journal);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, asked -> onAsked(asked.question()))
                .onMessage(Told.class, told -> onTold(told.answer()))
                .onMessage(Written.class, this::onWritten)
                .onMessage(PeersChanged.class, changed -> onPeers(changed.reachable()))
                .onMessage(Round.class, round -> onRound())
                .onMessage(Glance.class, glance -> onGlance())
                .build();
    }

    private Behavior<Command> onAsked(TimeAsked question) {
        var peer = reachable.peers().get(question.from());
        if (peer != null && own.isPresent()) {
            peer.tell(new TimeTold(self, question.asked(), wall.millis(), Head.bounded(own.get())));
            if (!ahead.containsKey(question.from())) {
                // Our own question may have come before it listened; now it does.
                ask(question.from());
            }
        }
        return this;
    }

    private Behavior<Command> onTold(TimeTold answer) {
        long took = wall.millis() - answer.asked();
        // Less than nothing took who was asked while our own clock was set.
        if (reachable.peers().containsKey(answer.from()) && took >= 0 && took <= LONGEST.toMillis()) {
            long middle = answer.asked() + took / 2;
            heads.put(answer.from(), answer.applied());
            ahead.put(answer.from(), Duration.ofMillis(middle).minusMillis(answer.millis()));
            tellJournal();
        }
        return this;
    }

    private Behavior<Command> onWritten(Written written) {
        own = Optional.of(written.durable().applied());
        return this;
    }

    private Behavior<Command> onPeers(Reachable now) {
        var before = reachable.peers();
        reachable = now;
        heads.keySet().retainAll(now.peers().keySet());
        if (ahead.keySet().retainAll(now.peers().keySet())) {
            tellJournal();
        }
        now.peers().keySet().stream()
                .filter(peer -> !now.peers().get(peer).equals(before.get(peer)))
                .forEach(this::ask);
        return this;
    }

    private Behavior<Command> onRound() {
        reachable.peers().keySet().forEach(this::ask);
        return this;
    }

    private Behavior<Command> onGlance() {
        long before = offset;
        offset = offset();
        return Math.abs(offset - before) > SLEW.toMillis() ? onRound() : this;
    }

    /** Milliseconds by which the wall clock is ahead of the one that nobody sets. */
    private long offset() {
        return wall.millis() - TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong());
    }

    private void tellJournal() {
        journal.tell(new JournalCommand.Compared(new ClockComparison(ahead), new TreeMap<>(heads)));
    }

    private void ask(DeviceId peer) {
        reachable.peers().get(peer).tell(new TimeAsked(self, wall.millis()));
    }
}

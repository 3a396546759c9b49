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
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Asks each peer the time when it comes into reach and every now and then, and tells the journal how its clock compares with
 * ours and what it had applied at that time. An answer that took long says little and is passed over.
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

    private static final Duration PAUSE = Duration.ofSeconds(20);

    /** From question to answer; half of it may be the error. */
    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final DeviceId self;
    private final InstantSource wall;
    private final ActorRef<JournalCommand> journal;
    private final TreeMap<DeviceId, Duration> ahead = new TreeMap<>();
    private final TreeMap<DeviceId, DotSet> heads = new TreeMap<>();
    private Optional<DotSet> own = Optional.empty();
    private Reachable reachable = Reachable.NOBODY;

    private Clocks(ActorContext<Command> context, DeviceId self, InstantSource wall, ActorRef<JournalCommand> journal) {
        super(context);
        this.self = self;
        this.wall = wall;
        this.journal = journal;
    }

    /** Compares {@code wall} with the clocks of those in reach. */
    public static Behavior<Command> create(
            DeviceId self,
            InstantSource wall,
            ActorRef<JournalCommand> journal,
            ActorRef<Neighbours.Command> neighbours) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            neighbours.tell(new Neighbours.Subscribe(context.messageAdapter(Reachable.class, PeersChanged::new)));
            timers.startTimerWithFixedDelay(Round.NOW, PAUSE);
            return new Clocks(context, self, wall, journal);
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

    private void tellJournal() {
        journal.tell(new JournalCommand.Compared(new ClockComparison(ahead), new TreeMap<>(heads)));
    }

    private void ask(DeviceId peer) {
        reachable.peers().get(peer).tell(new TimeAsked(self, wall.millis()));
    }
}

package dev.till.node.replication.gossip;

import dev.till.node.replication.link.Head;
import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Keeps every device's head in Distributed Data: this one's at most once in a while, the others' as they come. */
public final class HeadGossip extends AbstractBehavior<HeadGossip.Command> {

    /** What it reacts to. */
    public sealed interface Command {}

    /** This device's head is this now. */
    public record Own(Head head) implements Command {}

    /** Tell this subscriber all heads, now and whenever one changes. */
    public record Subscribe(ActorRef<Heads> subscriber) implements Command {}

    private record Seen(Heads heads) implements Command {}

    private enum Paced implements Command {
        NOW
    }

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DeviceId self;
    private final Duration pace;
    private final TimerScheduler<Command> timers;
    private final Shares<Command, Heads> shares;
    private final List<ActorRef<Heads>> subscribers = new ArrayList<>();
    private Heads heads = Heads.EMPTY;
    private Optional<Head> pending = Optional.empty();

    private HeadGossip(ActorContext<Command> context, TimerScheduler<Command> timers, DeviceId self, Duration pace) {
        super(context);
        this.timers = timers;
        this.self = self;
        this.pace = pace;
        shares = new Shares<>(context, PATIENCE);
        shares.follow(List.of(SharedKey.HEADS), (key, heads) -> new Seen(heads));
    }

    /** Gossip about heads; {@code pace} is the least time between two updates of our own. */
    public static Behavior<Command> create(DeviceId self, Duration pace) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> new HeadGossip(context, timers, self, pace)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Own.class, this::onOwn)
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Seen.class, this::onSeen)
                .onMessage(Paced.class, now -> onPaced())
                .build();
    }

    private Behavior<Command> onOwn(Own own) {
        pending = Optional.of(own.head());
        return timers.isTimerActive(Paced.NOW) ? this : onPaced();
    }

    private Behavior<Command> onPaced() {
        pending.ifPresent(head -> {
            shares.merge(SharedKey.HEADS, Heads.of(self, head));
            timers.startSingleTimer(Paced.NOW, pace);
        });
        pending = Optional.empty();
        return this;
    }

    private Behavior<Command> onSeen(Seen seen) {
        heads = seen.heads();
        subscribers.forEach(subscriber -> subscriber.tell(heads));
        return this;
    }

    private Behavior<Command> onSubscribe(Subscribe subscribe) {
        subscribers.add(subscribe.subscriber());
        subscribe.subscriber().tell(heads);
        return this;
    }
}

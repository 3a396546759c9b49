package dev.till.node.membership;

import dev.till.node.message.Durable;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.FleetCommand.AwaitApplied;
import dev.till.node.message.FleetCommand.PeerApplied;
import dev.till.node.message.FleetCommand.PeerList;
import dev.till.node.message.FleetCommand.PeerSeen;
import dev.till.node.message.FleetCommand.SelfApplied;
import dev.till.node.message.FleetCommand.SubscribeStable;
import dev.till.node.message.JournalCommand;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Owns this node's view of the fleet: who is in reach, who has applied what, and what therefore is causally stable.
 *
 * <p>It lives in the local system and goes on while the cluster system is replaced. What it knows of peers it writes to
 * {@code peers.json}: a new address within a second, heads every {@value #WRITE_SECONDS} seconds.
 */
public final class Fleet extends AbstractBehavior<Fleet.Command> {
    /** So many may wait for peers at a time. */
    private static final int WAITERS = 1024;

    private static final int WRITE_SECONDS = 30;
    private static final Duration SOON = Duration.ofSeconds(1);

    sealed interface Command {}

    private record Asked(FleetCommand command) implements Command {}

    private record TimeUp(long waiter) implements Command {}

    private record Written(String failure) implements Command {}

    private enum Tick implements Command {
        STABLE,
        WRITE
    }

    /** What the view of the fleet is made from. */
    public record Tools(
            DeviceId self, Duration retention, PeerFile file, ActorRef<JournalCommand> journal, InstantSource clock) {}

    private final TimerScheduler<Command> timers;
    private final Tools tools;
    private final FleetTable table;
    private final Map<Long, AwaitApplied> waiters = new HashMap<>();
    private final List<ActorRef<VersionVector>> subscribers = new ArrayList<>();

    private long lastWaiter;
    private VersionVector stable = VersionVector.EMPTY;
    private boolean unwritten;

    private Fleet(ActorContext<Command> context, TimerScheduler<Command> timers, Tools tools) {
        super(context);
        this.timers = timers;
        this.tools = tools;
        table = new FleetTable(tools.self(), tools.retention(), tools.file().peers());
        var durable = context.messageAdapter(Durable.class, batch -> new Asked(new SelfApplied(batch.applied())));
        tools.journal().tell(new JournalCommand.Subscribe(durable));
        timers.startTimerWithFixedDelay(Tick.WRITE, Duration.ofSeconds(WRITE_SECONDS));
    }

    /** Subscribes to the journal by itself; needs to be told the roster. */
    public static Behavior<FleetCommand> create(Tools tools) {
        Behavior<Command> inner = Behaviors.setup(context -> {
            context.setLoggerName(Fleet.class);
            return Behaviors.withTimers(timers -> new Fleet(context, timers, tools));
        });
        return Behaviors.transformMessages(
                FleetCommand.class, inner, builder -> builder.match(FleetCommand.class, Asked::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, asked -> onAsked(asked.command()))
                .onMessage(TimeUp.class, this::onTimeUp)
                .onMessage(Written.class, this::onWritten)
                .onMessageEquals(Tick.STABLE, this::onStable)
                .onMessageEquals(Tick.WRITE, this::onWrite)
                .build();
    }

    private Behavior<Command> onAsked(FleetCommand command) {
        if (command instanceof PeerApplied applied) {
            table.applied(applied.device(), applied.applied());
            return onApplied();
        }
        if (command instanceof SelfApplied applied) {
            table.own(applied.applied());
            return onApplied();
        }
        if (command instanceof PeerSeen seen) {
            return onSeen(seen);
        }
        if (command instanceof FleetCommand.Peers peers) {
            peers.replyTo().tell(new PeerList(table.peers(tools.clock().instant())));
            return this;
        }
        if (command instanceof AwaitApplied await) {
            return onAwait(await);
        }
        if (command instanceof SubscribeStable subscribe) {
            subscribers.add(subscribe.subscriber());
            subscribe.subscriber().tell(stable);
            return this;
        }
        if (command instanceof FleetCommand.RosterChanged changed) {
            table.roster(changed.roster());
            return onApplied();
        }
        return onClose();
    }

    /** Under load this comes thousands of times a second: waiters are answered at once, the rest once a second. */
    private Behavior<Command> onApplied() {
        unwritten = true;
        if (!timers.isTimerActive(Tick.STABLE)) {
            timers.startSingleTimer(Tick.STABLE, SOON);
        }
        waiters.entrySet().removeIf(waiter -> {
            var reached =
                    table.reached(waiter.getValue().dot(), waiter.getValue().devices());
            if (reached.enough()) {
                timers.cancel(waiter.getKey());
                waiter.getValue().replyTo().tell(reached);
            }
            return reached.enough();
        });
        return this;
    }

    private Behavior<Command> onSeen(PeerSeen seen) {
        unwritten = true;
        if (table.seen(seen, tools.clock().instant())) {
            timers.startSingleTimer("soon", Tick.WRITE, SOON);
        }
        return this;
    }

    private Behavior<Command> onAwait(AwaitApplied await) {
        var reached = table.reached(await.dot(), await.devices());
        if (reached.enough() || waiters.size() >= WAITERS) {
            await.replyTo().tell(reached);
            return this;
        }
        long waiter = ++lastWaiter;
        waiters.put(waiter, await);
        timers.startSingleTimer(waiter, new TimeUp(waiter), await.timeout());
        return this;
    }

    private Behavior<Command> onTimeUp(TimeUp up) {
        var waiter = waiters.remove(up.waiter());
        if (waiter != null) {
            waiter.replyTo().tell(table.reached(waiter.dot(), waiter.devices()));
        }
        return this;
    }

    private Behavior<Command> onStable() {
        var now = table.stable(tools.clock().instant());
        if (!now.equals(stable)) {
            stable = now;
            subscribers.forEach(subscriber -> subscriber.tell(now));
        }
        return this;
    }

    private Behavior<Command> onWrite() {
        // Devices drop out of the count by time alone, so look again also when nothing was told.
        onStable();
        if (unwritten) {
            unwritten = false;
            getContext().pipeToSelf(write(), (done, failure) -> new Written(failure == null ? "" : failure.toString()));
        }
        return this;
    }

    private Behavior<Command> onWritten(Written written) {
        if (!written.failure().isEmpty()) {
            getContext().getLog().warn("Peers could not be written down: {}", written.failure());
            unwritten = true;
        }
        return this;
    }

    private Behavior<Command> onClose() {
        getContext().pipeToSelf(write(), (done, failure) -> new Written(failure == null ? "" : failure.toString()));
        return Behaviors.receive(Command.class)
                .onMessage(Written.class, written -> Behaviors.stopped())
                .onAnyMessage(late -> Behaviors.same())
                .build();
    }

    private CompletableFuture<Void> write() {
        var peers = table.remembered(tools.clock().instant());
        var blocking = getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        tools.file().write(peers);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                blocking);
    }
}

package dev.till.node.hub;

import dev.till.federation.hub.DamagedException;
import dev.till.federation.hub.ObjectStore;
import dev.till.federation.hub.StoreException;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Refused;
import dev.till.node.message.FederationReply.Why;
import dev.till.node.message.HubCommand;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns this device's dealings with the S3 hub: one job at a time, and a round of them every so often. A round that fails is
 * tried again soon, then later and later. Without a hub it does nothing, and loads nothing of the client.
 */
public final class Hub extends AbstractBehavior<Hub.Command> {

    sealed interface Command {}

    private record Asked(HubCommand what) implements Command {}

    private record Over(HubCommand what, FederationReply reply) implements Command {}

    private enum Tick implements Command {
        NOW
    }

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MOST_WAITING = 16;

    private final HubTools tools;
    private final TimerScheduler<Command> timers;
    private final Queue<HubCommand> waiting = new ArrayDeque<>();
    private final NodeAccess node;
    private final ActorRef<FederationReply> nobody;
    private final AtomicReference<ObjectStore> store = new AtomicReference<>();
    private Optional<String> lastError = Optional.empty();
    private boolean busy;
    private int failures;

    private Hub(ActorContext<Command> context, TimerScheduler<Command> timers, HubTools tools) {
        super(context);
        this.tools = tools;
        this.timers = timers;
        node = new NodeAccess(tools, context.getSystem().scheduler());
        nobody = context.getSystem().ignoreRef();
        if (tools.place().isPresent()) {
            timers.startSingleTimer(Tick.NOW, SOON);
        }
    }

    /** A hub that is visited once the node has run for a moment. */
    public static Behavior<HubCommand> create(HubTools tools) {
        Behavior<Command> inner =
                Behaviors.setup(context -> Behaviors.withTimers(timers -> new Hub(context, timers, tools)));
        return Behaviors.transformMessages(
                HubCommand.class, inner, builder -> builder.match(HubCommand.class, Asked::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, asked -> onAsked(asked.what()))
                .onMessage(Over.class, this::onOver)
                .onMessage(Tick.class, now -> onAsked(new HubCommand.Round(nobody)))
                .onSignal(PreRestart.class, failed -> closeStore())
                .onSignal(PostStop.class, stopped -> closeStore())
                .build();
    }

    private Behavior<Command> onAsked(HubCommand what) {
        if (tools.place().isEmpty()) {
            what.replyTo()
                    .tell(new Refused(
                            Why.ABSENT,
                            "this node has no hub; set hub = https://HOST/BUCKET in till.conf, or start it with --set"
                                    + " hub=…"));
        } else if (busy && waiting.size() >= MOST_WAITING) {
            what.replyTo().tell(new Refused(Why.CONFLICT, "the hub is busy; try again later"));
        } else {
            waiting.add(what);
            next();
        }
        return this;
    }

    private void next() {
        if (busy || waiting.isEmpty()) {
            return;
        }
        var what = waiting.remove();
        busy = true;
        var error = lastError;
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> perform(what, error), tools.blocking()),
                        (reply, failure) -> new Over(
                                what,
                                failure == null
                                        ? reply
                                        : new Refused(Why.FAILED, String.valueOf(failure.getMessage()))));
    }

    private Behavior<Command> onOver(Over over) {
        busy = false;
        boolean failed = over.reply() instanceof Refused;
        if (over.what() instanceof HubCommand.Round) {
            again(failed);
        }
        if (over.what() instanceof HubCommand.Round || over.what() instanceof HubCommand.Push) {
            if (failed) {
                var why = ((Refused) over.reply()).message();
                if (!lastError.equals(Optional.of(why))) {
                    getContext().getLog().warn("Hub: {}", why);
                }
                lastError = Optional.of(why);
            } else {
                lastError = Optional.empty();
            }
        }
        over.what().replyTo().tell(over.reply());
        next();
        return this;
    }

    /** From seconds up to the interval, doubling. */
    private void again(boolean failed) {
        failures = failed ? failures + 1 : 0;
        var pause = tools.rules().interval();
        if (failed) {
            var soon = SOON.multipliedBy(1L << Math.min(failures - 1, 20));
            pause = soon.compareTo(pause) < 0 ? soon : pause;
        }
        timers.startSingleTimer(Tick.NOW, pause);
    }

    private Behavior<Command> closeStore() throws Exception {
        if (store.get() instanceof AutoCloseable open) {
            open.close();
        }
        return this;
    }

    /** Runs in a thread that may block; never twice at once. */
    private FederationReply perform(HubCommand what, Optional<String> error) {
        try {
            if (store.get() == null) {
                store.set(tools.place().orElseThrow().opening().open());
            }
            var opened = store.get();
            return new HubWork(new HubDesk(tools, node, opened)).perform(what, error);
        } catch (HubRefusal e) {
            return new Refused(e.why(), e.getMessage());
        } catch (StoreException e) {
            return new Refused(e.isRetryable() ? Why.PARTIAL : Why.FAILED, e.getMessage());
        } catch (DamagedException e) {
            return new Refused(
                    Why.FAILED, "the hub holds what was not put there: " + e.getMessage() + "; see `till hub verify`");
        } catch (IOException | RuntimeException e) {
            LOG.debug("A job at the hub failed", e);
            return new Refused(Why.FAILED, String.valueOf(e.getMessage()));
        }
    }
}

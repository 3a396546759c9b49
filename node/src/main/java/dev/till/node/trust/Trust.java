package dev.till.node.trust;

import dev.till.node.message.TrustCommand;
import dev.till.node.message.TrustReply;
import dev.till.node.message.TrustReply.Done;
import dev.till.node.message.TrustReply.Refused;
import dev.till.node.message.TrustReply.Why;
import dev.till.node.trust.EnrolmentAnswer.Admitted;
import dev.till.protocol.id.FleetId;
import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.DeviceRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Owns who belongs: learns from peers, lets devices in and puts them out, and tells everyone who asked of each change.
 * Writes to disk as it goes, so it belongs on a dispatcher for blocking work.
 */
public final class Trust extends AbstractBehavior<Trust.Command> {

    sealed interface Command {}

    private record Asked(TrustCommand command) implements Command {}

    /** The store has a new list, by whatever way it came. */
    private record Changed(DeviceList list) implements Command {}

    private record Answered(TrustReply<Admitted> answer, ActorRef<TrustReply<TrustCommand.Enrolled>> replyTo)
            implements Command {}

    private record Gone(ActorRef<DeviceList> subscriber) implements Command {}

    private enum Tick implements Command {
        INVITES
    }

    private final TimerScheduler<Command> timers;
    private final TrustStore store;
    private final Inviting inviting;
    private final Enrolling enrolling;
    private final Revoking revoking;
    private final Executor blocking;
    private final Set<ActorRef<DeviceList>> subscribers = new LinkedHashSet<>();
    private FleetId fleet;

    /** Read by the threads that let devices in. */
    private volatile List<String> reachable = List.of();

    private Trust(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            TrustStore store,
            Invites invites,
            TrustSettings settings) {
        super(context);
        this.timers = timers;
        this.store = store;
        inviting = new Inviting(store, invites, settings, () -> reachable);
        enrolling = new Enrolling(store, Enrolling.PATIENCE);
        revoking = new Revoking(store);
        blocking = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
        fleet = store.list().fleet();
        var self = context.getSelf();
        store.onChange(list -> self.tell(new Changed(list)));
        onInvitesTick();
    }

    /**
     * The owner of {@code store}, and from now on the only one to change it.
     *
     * @throws IOException if what is remembered of invites cannot be read
     */
    public static Behavior<TrustCommand> create(Path home, TrustStore store, TrustSettings settings)
            throws IOException {
        var invites = Invites.open(home);
        Behavior<Command> inner = Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Trust(context, timers, store, invites, settings)));
        return Behaviors.transformMessages(
                TrustCommand.class, inner, builder -> builder.match(TrustCommand.class, Asked::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, asked -> onAsked(asked.command()))
                .onMessage(Changed.class, this::onChanged)
                .onMessage(Answered.class, this::onAnswered)
                .onMessageEquals(Tick.INVITES, this::onInvitesTick)
                .onMessage(Gone.class, this::onGone)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onAsked(TrustCommand command) {
        if (command instanceof TrustCommand.Learn learn) {
            return onLearn(learn);
        }
        if (command instanceof TrustCommand.Current current) {
            current.replyTo().tell(store.list());
        } else if (command instanceof TrustCommand.Subscribe subscribe) {
            onSubscribe(subscribe.subscriber());
        } else if (command instanceof TrustCommand.Reachable now) {
            reachable = now.addresses();
        } else if (command instanceof TrustCommand.Invite invite) {
            return onInvite(invite);
        } else if (command instanceof TrustCommand.Revoke revoke) {
            return onRevoke(revoke);
        } else if (command instanceof TrustCommand.Enrol enrol) {
            return onEnrol(enrol);
        }
        return this;
    }

    private Behavior<Command> onLearn(TrustCommand.Learn learn) {
        try {
            store.learn(learn.list());
        } catch (IOException e) {
            getContext().getLog().error("Cannot write the device list; going on with the old one", e);
        }
        return this;
    }

    private Behavior<Command> onInvite(TrustCommand.Invite invite) {
        TrustReply<TrustCommand.Invited> reply;
        try {
            reply = inviting.invite(invite.ttl(), invite.admin());
        } catch (IOException e) {
            reply = failed(e);
        }
        invite.replyTo().tell(reply);
        return onInvitesTick();
    }

    private Behavior<Command> onRevoke(TrustCommand.Revoke revoke) {
        TrustReply<DeviceRecord> reply;
        try {
            reply = revoking.revoke(revoke.device());
        } catch (IOException e) {
            reply = failed(e);
        }
        revoke.replyTo().tell(reply);
        return this;
    }

    private Behavior<Command> onEnrol(TrustCommand.Enrol enrol) {
        var ours = reachable;
        getContext()
                .pipeToSelf(
                        CompletableFuture.supplyAsync(() -> enrolling.ask(enrol.line(), enrol.name(), ours), blocking),
                        (answer, failure) -> new Answered(
                                failure == null ? answer : new Refused<>(Why.FAILED, String.valueOf(failure)),
                                enrol.replyTo()));
        return this;
    }

    private Behavior<Command> onAnswered(Answered answered) {
        TrustReply<TrustCommand.Enrolled> reply;
        try {
            reply = answered.answer() instanceof Done<Admitted> admitted
                    ? enrolling.adopt(admitted.value())
                    : Enrolling.refused(answered.answer());
        } catch (IOException e) {
            reply = failed(e);
        }
        answered.replyTo().tell(reply);
        return this;
    }

    private Behavior<Command> onChanged(Changed changed) {
        if (!changed.list().fleet().equals(fleet)) {
            fleet = changed.list().fleet();
            getContext().getLog().info("This device belongs to fleet {} now", fleet);
            try {
                inviting.forget();
            } catch (IOException e) {
                getContext().getLog().error("Cannot forget the invites of the fleet that was left", e);
            }
        }
        subscribers.forEach(subscriber -> subscriber.tell(changed.list()));
        return this;
    }

    private Behavior<Command> onInvitesTick() {
        inviting.adjust().ifPresent(rest -> timers.startSingleTimer(Tick.INVITES, rest.plusMillis(1)));
        return this;
    }

    private void onSubscribe(ActorRef<DeviceList> subscriber) {
        if (subscribers.add(subscriber)) {
            getContext().watchWith(subscriber, new Gone(subscriber));
        }
        subscriber.tell(store.list());
    }

    private Behavior<Command> onGone(Gone gone) {
        subscribers.remove(gone.subscriber());
        return this;
    }

    private Behavior<Command> onPostStop() {
        try {
            inviting.close();
        } catch (IOException e) {
            getContext().getLog().warn("Cannot close the port for enrolment: {}", e.getMessage());
        }
        return this;
    }

    private <T> TrustReply<T> failed(IOException e) {
        getContext().getLog().error("Cannot change who belongs", e);
        return new Refused<>(Why.FAILED, String.valueOf(e.getMessage()));
    }
}

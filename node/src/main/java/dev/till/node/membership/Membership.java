package dev.till.node.membership;

import dev.till.node.message.Announcement;
import dev.till.node.message.Endpoint;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.MembershipCommand;
import dev.till.node.message.Roster;
import dev.till.protocol.id.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.discovery.ServiceDiscovery;

/**
 * Keeps one cluster system running, one incarnation after the other, for as long as the process lives.
 *
 * <p>It starts the first one when the device list is known. The next one follows when an incarnation ended by itself, met an older cluster, was given up
 * by a peer, when this machine's address or fleet changed, or on request; after a pause when the last one did not live long.
 * A device that was revoked has none.
 */
public final class Membership extends AbstractBehavior<Membership.Command> {

    sealed interface Command {}

    private record Asked(MembershipCommand command) implements Command {}

    private record Progressed(int number, Incarnation.Progress progress) implements Command {}

    private record Over(int number, Incarnation.Ended ended) implements Command {}

    /** Another process runs under this device's key. */
    private record TwinMet(Twin twin) implements Command {}

    private record AddressSeen(ListenAddress now) implements Command {}

    private enum Tick implements Command {
        NEXT,
        ADDRESS,
        TOLD_ENOUGH
    }

    /** Who gives way to a twin tries for so long to tell it. */
    private static final Duration TELL_FOR = Duration.ofSeconds(60);

    /** What membership is made from. */
    public record Tools(
            ClusterSpec spec,
            ServiceDiscovery discovery,
            Consumer<Announcement> announce,
            ActorRef<FleetCommand> fleet,
            InstantSource clock,
            Life life,
            Consumer<Twin> twin) {}

    private final TimerScheduler<Command> timers;
    private final Tools tools;
    private final Dialler dialler = new Dialler();

    private ListenAddress listen;
    private Optional<Roster> roster = Optional.empty();
    private int number;
    private Instant begun;
    private Backoff backoff;
    private Optional<ActorRef<Incarnation.Command>> current = Optional.empty();
    private Optional<Incarnation.Progress> progress = Optional.empty();
    private Incarnation.Ended last = new Incarnation.Ended("", Optional.empty(), List.of());
    private Optional<ActorRef<Done>> leaving = Optional.empty();
    private boolean twinned;
    private boolean yielded;
    private Optional<Endpoint> untold = Optional.empty();

    private Membership(
            ActorContext<Command> context, TimerScheduler<Command> timers, ListenAddress listen, Tools tools) {
        super(context);
        this.timers = timers;
        this.listen = listen;
        this.tools = tools;
        begun = tools.clock().instant();
        backoff = Backoff.upTo(settings().longestBackoff());
        timers.startTimerWithFixedDelay(Tick.ADDRESS, settings().addressPoll());
    }

    /** Waits for the first {@link MembershipCommand.RosterChanged}. */
    public static Behavior<MembershipCommand> create(ListenAddress listen, Tools tools) {
        Behavior<Command> inner = Behaviors.setup(context -> {
            context.setLoggerName(Membership.class);
            return Behaviors.withTimers(timers -> new Membership(context, timers, listen, tools));
        });
        return Behaviors.transformMessages(
                MembershipCommand.class, inner, builder -> builder.match(MembershipCommand.class, Asked::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, asked -> onAsked(asked.command()))
                .onMessage(Progressed.class, this::onProgressed)
                .onMessage(Over.class, this::onOver)
                .onMessage(TwinMet.class, met -> onTwin(met.twin()))
                .onMessage(AddressSeen.class, seen -> onAddressSeen(seen.now()))
                .onMessageEquals(Tick.NEXT, this::onNext)
                .onMessageEquals(Tick.TOLD_ENOUGH, this::onTold)
                .onMessageEquals(Tick.ADDRESS, this::onLookAtAddress)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onAsked(MembershipCommand command) {
        if (command instanceof MembershipCommand.RosterChanged changed) {
            return onRosterChanged(changed.roster());
        }
        if (command instanceof MembershipCommand.Recreate recreate) {
            return end(recreate.reason(), false);
        }
        if (command instanceof MembershipCommand.Describe describe) {
            describe.replyTo().tell(state());
            return this;
        }
        return onLeave(((MembershipCommand.Leave) command).replyTo());
    }

    private Behavior<Command> onRosterChanged(Roster now) {
        var before = roster;
        roster = Optional.of(now);
        if (before.isEmpty()) {
            return onNext();
        }
        if (isRevoked()) {
            return end("this device was revoked", false);
        }
        if (!before.get().fleet().equals(now.fleet())) {
            backoff = Backoff.upTo(settings().longestBackoff());
            return end("enrolled into fleet " + now.fleet(), false);
        }
        current.ifPresent(incarnation -> incarnation.tell(new Incarnation.Revise(now)));
        return this;
    }

    /**
     * The rule of who yields needs no agreement, and who has yielded stays silent until it is started again. Only the other one
     * is told, if it has not heard yet.
     */
    private Behavior<Command> onTwin(Twin twin) {
        if (!twinned) {
            twinned = true;
            yielded = twin.yield();
            tools.twin().accept(twin);
            if (yielded && !twin.knows()) {
                untold = Optional.of(twin.endpoint());
                timers.startSingleTimer(Tick.TOLD_ENOUGH, TELL_FOR);
            }
        }
        if (twin.knows()) {
            untold = Optional.empty();
            timers.cancel(Tick.TOLD_ENOUGH);
        }
        return yielded ? endForTwin() : this;
    }

    private Behavior<Command> onTold() {
        untold = Optional.empty();
        return endForTwin();
    }

    private Behavior<Command> endForTwin() {
        return end("another node runs under the key of this device", false);
    }

    private Behavior<Command> onLeave(ActorRef<Done> replyTo) {
        leaving = Optional.of(replyTo);
        return current.isPresent() ? end("the node stops", true) : left();
    }

    private Behavior<Command> left() {
        leaving.ifPresent(replyTo -> replyTo.tell(Done.getInstance()));
        return Behaviors.stopped();
    }

    private Behavior<Command> end(String reason, boolean leave) {
        current.ifPresent(incarnation -> incarnation.tell(new Incarnation.End(reason, leave)));
        return this;
    }

    /** Begins the next incarnation, unless one is there or must not be. */
    private Behavior<Command> onNext() {
        boolean silent = isRevoked() || (yielded && untold.isEmpty());
        if (current.isPresent() || roster.isEmpty() || silent || leaving.isPresent()) {
            return this;
        }
        int next = ++number;
        begun = tools.clock().instant();
        var plan = new IncarnationPlan(next, listen, roster.get(), last.toward(), last.leads(), untold);
        var self = getContext().getSelf();
        var incarnation = getContext()
                .spawn(
                        Incarnation.create(
                                plan,
                                inner(),
                                made -> self.tell(new Progressed(next, made)),
                                ended -> self.tell(new Over(next, ended))),
                        "incarnation-" + next);
        // Also when it fails in a way nobody thought of.
        getContext()
                .watchWith(incarnation, new Over(next, new Incarnation.Ended("failed", Optional.empty(), List.of())));
        current = Optional.of(incarnation);
        return this;
    }

    private IncarnationTools inner() {
        var self = getContext().getSelf();
        var sources = new Scout.Sources(tools.discovery(), dialler, settings());
        return new IncarnationTools(
                tools.spec(),
                sources,
                tools.announce(),
                tools.fleet(),
                tools.clock(),
                tools.life(),
                twin -> self.tell(new TwinMet(twin)));
    }

    private Behavior<Command> onProgressed(Progressed progressed) {
        if (progressed.number() == number && current.isPresent()) {
            progress = Optional.of(progressed.progress());
        }
        return this;
    }

    private Behavior<Command> onOver(Over over) {
        if (over.number() != number || current.isEmpty()) {
            return this;
        }
        current = Optional.empty();
        progress = Optional.empty();
        last = over.ended();
        if (leaving.isPresent()) {
            return left();
        }
        backoff = backoff.after(begun, tools.clock().instant());
        var pause = backoff.pause(ThreadLocalRandom.current().nextDouble());
        getContext().getLog().info("Cluster system [{}] is over: {}", number, last.reason());
        timers.startSingleTimer(Tick.NEXT, pause);
        return this;
    }

    private Behavior<Command> onLookAtAddress() {
        var looked = CompletableFuture.supplyAsync(
                listen::refreshed, getContext().getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        getContext().pipeToSelf(looked, (now, failure) -> new AddressSeen(failure == null ? now : listen));
        return this;
    }

    private Behavior<Command> onAddressSeen(ListenAddress now) {
        if (now.equals(listen)) {
            return this;
        }
        var reason = "the address changed from " + listen.endpoint() + " to " + now.endpoint();
        listen = now;
        return end(reason, false);
    }

    private Behavior<Command> onPostStop() {
        dialler.close();
        return this;
    }

    private boolean isRevoked() {
        return roster.filter(list -> list.revoked().contains(tools.spec().self()))
                .isPresent();
    }

    private MembershipCommand.ClusterState state() {
        var joined = progress.filter(Incarnation.Progress::joined);
        List<DeviceId> reachable = joined.stream()
                .flatMap(made -> made.members().stream())
                .filter(member -> member.reachable() && member.phase().takesPart())
                .map(ClusterNews.Member::device)
                .distinct()
                .toList();
        return new MembershipCommand.ClusterState(
                number,
                joined.isPresent(),
                joined.filter(Membership::isSettled).isPresent(),
                endpoint(),
                joined.map(made -> made.birth().instant()),
                joined.map(made -> made.birth().founder()),
                reachable,
                Optional.of(last.reason()).filter(reason -> !reason.isEmpty()));
    }

    private static boolean isSettled(Incarnation.Progress progress) {
        return progress.members().stream().allMatch(member -> member.phase() == ClusterNews.Phase.UP);
    }

    private Endpoint endpoint() {
        return listen.endpoint();
    }

    private MembershipSettings settings() {
        return tools.spec().settings();
    }
}

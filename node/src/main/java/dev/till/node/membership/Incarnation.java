package dev.till.node.membership;

import dev.till.node.membership.ClusterNews.Met;
import dev.till.node.membership.ClusterNews.Phase;
import dev.till.node.message.Announcement;
import dev.till.node.message.Endpoint;
import dev.till.node.message.FleetCommand.PeerSeen;
import dev.till.node.message.Peer;
import dev.till.node.message.Roster;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * One cluster system from opening to end.
 * <pre>
 *   opening --> seeking <--> joining --> serving
 *                  \           \            \
 *                   +-----------+------------+--> closing --> Ended
 * </pre>
 * It seeks a cluster of its fleet for a bounded time and founds one when none answers. Whether it serves or still seeks:
 * whoever greets it is answered, and an older cluster is what it ends for.
 */
final class Incarnation {

    /** Everything an incarnation is told; see {@link ClusterNews} and {@link Scout} for most of it. */
    sealed interface Command permits ClusterNews, Scout.Spotted, Scout.Looked, Revise, End, Step {}

    /** The device list has changed, within the same fleet. */
    record Revise(Roster roster) implements Command {}

    /** Be over. */
    record End(String reason, boolean leaving) implements Command {}

    /** What it tells itself. */
    sealed interface Step extends Command {}

    private record Opened(ClusterSystem system) implements Step {}

    private record OpenFailed(String reason) implements Step {}

    private record Terminated() implements Step {}

    private enum Timeout implements Step {
        SEEK,
        JOIN,
        LEAVE,
        GREET_AGAIN,
        LOOK_ROUND,
        ASK_AGAIN,
        TELL_TWIN
    }

    /** Told once, when the cluster system is gone. */
    record Ended(String reason, Optional<Birth> toward, List<Endpoint> leads) {}

    /** Told whenever it changes. */
    record Progress(boolean joined, Birth birth, List<ClusterNews.Member> members) {}

    private static final int LEADS = 16;
    private static final Duration GREET_AGAIN = Duration.ofMillis(500);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final ActorContext<Command> context;
    private final TimerScheduler<Command> timers;
    private final IncarnationPlan plan;
    private final IncarnationTools tools;
    private final Consumer<Progress> progress;
    private final Consumer<Ended> ended;
    private final Encounters encounters;
    private final Unwatched unwatched = new Unwatched();

    private Roster roster;
    private Standing standing;
    private MemberWatch watch;
    private CompletionStage<ClusterSystem> opened;
    private ClusterSystem system;
    private Voice voice;
    private ActorRef<Scout.Command> scout;
    private Optional<Endpoint> contact = Optional.empty();
    private Patience patience;

    private Ended verdict = new Ended("the cluster system ended by itself", Optional.empty(), List.of());

    private Incarnation(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            IncarnationPlan plan,
            IncarnationTools tools,
            Consumer<Progress> progress,
            Consumer<Ended> ended) {
        this.context = context;
        this.timers = timers;
        this.plan = plan;
        this.tools = tools;
        this.progress = progress;
        this.ended = ended;
        roster = plan.roster();
        encounters = new Encounters(plan.toward(), settings().splitFor());
    }

    /** Starts opening at once. {@code progress} and {@code ended} are called from this actor's thread: let them only tell. */
    static Behavior<Command> create(
            IncarnationPlan plan, IncarnationTools tools, Consumer<Progress> progress, Consumer<Ended> ended) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new Incarnation(context, timers, plan, tools, progress, ended).opening()));
    }

    private Behavior<Command> opening() {
        ActorRef<ClusterNews> news = context.getSelf().narrow();
        var fleet = roster.fleet();
        var listen = plan.listen().endpoint();
        opened = CompletableFuture.supplyAsync(
                () -> ClusterSystem.open(tools.spec(), fleet, listen, plan.number(), news),
                context.getSystem().dispatchers().lookup(DispatcherSelector.blocking()));
        context.pipeToSelf(
                opened, (done, failure) -> failure == null ? new Opened(done) : new OpenFailed(failure.toString()));
        return Behaviors.receive(Command.class)
                .onMessage(Opened.class, this::onOpened)
                .onMessage(OpenFailed.class, failed -> over(new Ended(failed.reason(), plan.toward(), plan.leads())))
                .onMessage(Revise.class, this::onRevise)
                .onMessage(End.class, end -> openingInVain(new Ended(end.reason(), plan.toward(), plan.leads())))
                .onAnyMessage(early -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    /** The end came before the beginning: what is being opened is closed as soon as it is there. */
    private Behavior<Command> openingInVain(Ended why) {
        verdict = why;
        return Behaviors.receive(Command.class)
                .onMessage(Opened.class, opened -> {
                    attach(opened.system());
                    return closing(why, false);
                })
                .onMessage(OpenFailed.class, failed -> over(why))
                .onAnyMessage(early -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onOpened(Opened opened) {
        attach(opened.system());
        var self = tools.spec().self();
        var seat = system.seat();
        var birth = new Birth(tools.clock().millis(), self);
        standing = new Standing(roster.fleet(), self, seat, false, birth, 0, List.of(), tools.life());
        if (plan.twin().isPresent()) {
            return telling(plan.twin().get());
        }
        watch = new MemberWatch(self, seat);
        roster.name(self)
                .map(name -> new Announcement(roster.fleet(), self, name, seat.endpoint()))
                .ifPresent(tools.announce());
        var report = context.getSelf();
        scout = context.spawn(Scout.create(tools.sources(), seat.endpoint(), plan.leads(), report), "scout");
        context.getLog().info("Cluster system [{}] listens at [{}]", plan.number(), seat.endpoint());
        timers.startTimerWithFixedDelay(Timeout.LOOK_ROUND, settings().slowPoll());
        return seeking();
    }

    private Behavior<Command> telling(Endpoint twin) {
        var telling = new TwinTelling(standing, voice, tools.twin());
        context.getLog().info("Telling the one at [{}] that another node runs under its key", twin);
        timers.startTimerWithFixedDelay(Timeout.TELL_TWIN, Duration.ZERO, GREET_AGAIN);
        return Behaviors.receive(Command.class)
                .onMessageEquals(Timeout.TELL_TWIN, () -> {
                    telling.tell(twin);
                    return Behaviors.same();
                })
                .onMessage(Met.class, met -> {
                    telling.hear(met.greeting());
                    return Behaviors.same();
                })
                .onMessage(End.class, end -> closing(new Ended(end.reason(), Optional.empty(), List.of()), false))
                .onMessage(Terminated.class, terminated -> over(verdict))
                .onAnyMessage(other -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private void attach(ClusterSystem now) {
        system = now;
        voice = new Voice(now);
        context.pipeToSelf(system.whenTerminated(), (done, failure) -> new Terminated());
    }

    private Behavior<Command> seeking() {
        encounters.startOver();
        patience = new Patience(
                settings().seekFor(), settings().joinFor(), plan.toward().isPresent());
        timers.startSingleTimer(Timeout.SEEK, patience.first());
        timers.startTimerWithFixedDelay(Timeout.GREET_AGAIN, GREET_AGAIN);
        return alive(this::judgeWhileSeeking)
                .onMessage(Scout.Looked.class, all -> {
                    encounters.lookedAround();
                    return foundIfAlone();
                })
                .onMessageEquals(Timeout.SEEK, this::onSoughtEnough)
                .onMessageEquals(Timeout.GREET_AGAIN, this::onGreetAgain)
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> judgeWhileSeeking(Standing theirs) {
        return encounters.joins(standing, theirs) ? join(theirs) : foundIfAlone();
    }

    private Behavior<Command> onGreetAgain() {
        encounters.greetAgain().forEach(awaited -> voice.greet(standing, awaited));
        return Behaviors.same();
    }

    private Behavior<Command> onSoughtEnough() {
        var more = patience.more(encounters);
        more.ifPresent(longer -> timers.startSingleTimer(Timeout.SEEK, longer));
        return more.isPresent() ? Behaviors.same() : found();
    }

    private Behavior<Command> foundIfAlone() {
        return encounters.isAlone() ? found() : Behaviors.same();
    }

    /** Nobody is there, or nobody whom to wait for: this node is the first of its cluster. */
    private Behavior<Command> found() {
        context.getLog().info("Found no cluster of fleet [{}]: starting one", roster.fleet());
        return joining(standing.seat().endpoint(), standing.birth(), system::joinSelf);
    }

    private Behavior<Command> join(Standing theirs) {
        var at = theirs.seat().endpoint();
        context.getLog().info("Joining the cluster of [{}] at [{}]", named(theirs), at);
        contact = Optional.of(at);
        return joining(at, theirs.birth(), () -> system.join(at));
    }

    private Behavior<Command> joining(Endpoint at, Birth birth, Runnable join) {
        var own = standing;
        timers.cancel(Timeout.SEEK);
        timers.cancel(Timeout.GREET_AGAIN);
        timers.startSingleTimer(Timeout.JOIN, settings().joinFor());
        standing = standing.apart(birth);
        join.run();
        return alive(this::noteWhileJoining)
                .onMessageEquals(Timeout.JOIN, () -> {
                    context.getLog().info("Joining at [{}] takes too long: looking again", at);
                    standing = own;
                    contact = Optional.empty();
                    // Once let in there is no way back within one incarnation.
                    return watch.own().isEmpty()
                            ? seeking()
                            : closing(new Ended("joining got stuck", plan.toward(), leads()), false);
                })
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> noteWhileJoining(Standing theirs) {
        encounters.note(standing, theirs);
        return Behaviors.same();
    }

    private Behavior<Command> serving() {
        timers.cancel(Timeout.JOIN);
        // Between its answer and our arrival the contact may itself have moved on to an older cluster.
        contact.ifPresent(at -> voice.greet(standing, at));
        encounters.waitingBeside(watch.reachable()).forEach(at -> voice.greet(standing, at));
        return alive(this::judgeWhileServing)
                .onMessageEquals(Timeout.LOOK_ROUND, this::onLookRound)
                .onMessageEquals(Timeout.ASK_AGAIN, this::onAskAgain)
                .onAnyMessage(other -> Behaviors.same())
                .build();
    }

    private Behavior<Command> judgeWhileServing(Standing theirs) {
        var now = tools.clock().instant();
        var reason = encounters.yieldsTo(standing, theirs, now);
        if (reason.isPresent()) {
            return dissolve(theirs, reason.get() + ", by way of " + named(theirs));
        }
        if (!encounters.disputed(now).isEmpty() && !timers.isTimerActive(Timeout.ASK_AGAIN)) {
            timers.startSingleTimer(Timeout.ASK_AGAIN, ASK_AGAIN);
        }
        return Behaviors.same();
    }

    /** The other members will meet the older cluster too; a tip lets them do it now. */
    private Behavior<Command> dissolve(Standing theirs, String reason) {
        voice.tip(standing, theirs);
        var leads = theirs.endpoints().stream().limit(LEADS).toList();
        return closing(new Ended(reason, Optional.of(theirs.birth()), leads), false);
    }

    private Behavior<Command> onLookRound() {
        // Who is not up cannot remove what keeps it from being up, and whoever joins by way of it is kept out too.
        if (watch.isStuck(tools.clock().instant(), settings())) {
            return closing(
                    new Ended("not every member has taken notice of this one", Optional.empty(), leads()), false);
        }
        removeTheGone();
        var quiet = watch.unwatched();
        unwatched.round(quiet).forEach(tools.spec().outOfReach());
        quiet.forEach(member -> voice.greet(standing, member.seat().endpoint()));
        var others = standing.members().stream()
                .filter(seat -> !seat.equals(standing.seat()))
                .toList();
        if (!others.isEmpty()) {
            var any = others.get(ThreadLocalRandom.current().nextInt(others.size()));
            voice.greet(standing, any.endpoint());
        }
        return Behaviors.same();
    }

    private Behavior<Command> onAskAgain() {
        var disputed = encounters.disputed(tools.clock().instant());
        disputed.forEach(at -> voice.greet(standing, at));
        if (!disputed.isEmpty()) {
            timers.startSingleTimer(Timeout.ASK_AGAIN, ASK_AGAIN);
        }
        return Behaviors.same();
    }

    /** What is done alike in every phase between opening and closing. */
    private BehaviorBuilder<Command> alive(Function<Standing, Behavior<Command>> judge) {
        return Behaviors.receive(Command.class)
                .onMessage(Met.class, met -> onMet(met.greeting(), judge))
                .onMessage(Scout.Spotted.class, spotted -> onSpotted(spotted.endpoint()))
                .onMessage(ClusterNews.MembersChanged.class, this::onMembersChanged)
                .onMessage(
                        ClusterNews.Quarantined.class,
                        rejected ->
                                closing(new Ended("given up by " + rejected.by(), Optional.empty(), leads()), false))
                .onMessage(Revise.class, this::onRevise)
                .onMessage(End.class, end -> closing(new Ended(end.reason(), Optional.empty(), leads()), end.leaving()))
                .onMessage(Terminated.class, terminated -> over(verdict))
                .onSignal(PostStop.class, stopped -> onPostStop());
    }

    private Behavior<Command> onMet(Greeting greeting, Function<Standing, Behavior<Command>> judge) {
        if (greeting instanceof Greeting.Tip tip) {
            return onSpotted(tip.endpoint());
        }
        if (greeting instanceof Greeting.Removed removed) {
            return onRemoved(removed);
        }
        if (greeting instanceof Greeting.Greet greet) {
            voice.answer(standing, greet);
            Twin.met(standing, greet.standing(), false).ifPresent(tools.twin());
            return onStanding(greet.standing(), judge);
        }
        var answer = ((Greeting.Answer) greeting).standing();
        Twin.met(standing, answer, true).ifPresent(tools.twin());
        return onStanding(answer, judge);
    }

    private Behavior<Command> onStanding(Standing theirs, Function<Standing, Behavior<Command>> judge) {
        unwatched.heard(theirs.seat());
        // One that is marked to be removed is still counted.
        if (theirs.joined() && (watch.hasRemoved(theirs.seat()) || !standing.counts(theirs))) {
            watch.removedOf(theirs).ifPresent(seat -> voice.tellRemoved(standing, theirs, seat));
        }
        return judge.apply(theirs);
    }

    /** The seat was that of an earlier incarnation when what was said then arrives only now. */
    private Behavior<Command> onRemoved(Greeting.Removed removed) {
        var theirs = removed.standing();
        if (standing.members().contains(removed.seat())) {
            encounters.parted(theirs.seat());
        }
        return removed.seat().equals(standing.seat())
                        && Verdict.endsRemoved(standing, theirs, watch.hasRemoved(theirs.seat()))
                ? dissolve(theirs, "was removed while out of reach, by the cluster of " + named(theirs))
                : Behaviors.same();
    }

    private Behavior<Command> onSpotted(Endpoint endpoint) {
        encounters.greeted(endpoint);
        voice.greet(standing, endpoint);
        return Behaviors.same();
    }

    private Behavior<Command> onMembersChanged(ClusterNews.MembersChanged changed) {
        watch.update(changed.members(), tools.clock().instant()).forEach(this::tell);
        boolean before = standing.joined();
        boolean takesPart = watch.own().filter(Phase::takesPart).isPresent();
        standing =
                takesPart ? standing.within(watch.reachable().size(), watch.seats()) : standing.apart(standing.birth());
        progress.accept(new Progress(standing.joined(), standing.birth(), watch.members()));
        scout.tell(new Scout.Skip(watch.reachable()));
        // One that answers is no earlier incarnation but a clone; of others' the two are brought to meet.
        watch.others().forEach(other -> voice.greet(standing, other));
        watch.doubles().forEach(pair -> voice.introduce(pair.get(0), pair.get(1)));
        removeTheGone();
        return standing.joined() && !before ? serving() : Behaviors.same();
    }

    private void tell(PeerSeen news) {
        if (news.state() == Peer.State.UNREACHABLE) {
            tools.spec().outOfReach().accept(news.device());
        }
        tools.fleet().tell(news);
    }

    private void removeTheGone() {
        for (var endpoint : watch.gone(roster, tools.clock().instant(), settings())) {
            context.getLog().info("Removing member [{}]", endpoint);
            system.down(endpoint);
        }
    }

    private Behavior<Command> onRevise(Revise revise) {
        roster = revise.roster();
        if (watch != null) {
            removeTheGone();
        }
        return Behaviors.same();
    }

    private Behavior<Command> closing(Ended why, boolean leaving) {
        verdict = why;
        timers.cancelAll();
        if (leaving && standing != null && standing.joined()) {
            timers.startSingleTimer(Timeout.LEAVE, settings().leaveFor());
            system.leave();
        } else {
            terminate();
        }
        return Behaviors.receive(Command.class)
                .onMessageEquals(Timeout.LEAVE, this::terminate)
                .onMessage(Terminated.class, terminated -> over(why))
                .onAnyMessage(late -> Behaviors.same())
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> terminate() {
        system.terminate();
        return Behaviors.same();
    }

    private Behavior<Command> over(Ended why) {
        if (watch != null) {
            watch.farewell().forEach(tools.fleet()::tell);
        }
        ended.accept(why);
        return Behaviors.stopped();
    }

    /** Whoever stops this actor, in whatever phase, stops the cluster system as well. */
    private Behavior<Command> onPostStop() {
        opened.thenAccept(ClusterSystem::terminate);
        return Behaviors.same();
    }

    /** Where this cluster was: the next incarnation looks there first. */
    private List<Endpoint> leads() {
        return watch == null ? plan.leads() : watch.leads().limit(LEADS).toList();
    }

    private String named(Standing theirs) {
        return roster.name(theirs.device())
                .map(Object::toString)
                .orElseGet(() -> theirs.device().abbreviated());
    }

    private MembershipSettings settings() {
        return tools.spec().settings();
    }
}

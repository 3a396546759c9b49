package dev.till.node.ssh.session;

import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand.Outcome;
import dev.till.node.message.SshFault;
import dev.till.node.message.SshTarget;
import dev.till.protocol.host.HostName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Keeps the one session with a host: makes it for the first command, shares it among all, and closes it when it is idle.
 *
 * <p>What was begun on the host is never begun again by itself. A session that turns out to have ended before a command was
 * taken on is made anew, once.
 */
public final class HostSession extends AbstractBehavior<HostSession.Command> {

    public sealed interface Command {}

    /** Run a command there, as soon as there is room; {@code owner} is told all about it. */
    public record Submit(HostCommand command, ActorRef<RunNews> owner) implements Command {}

    /** What {@code owner} submitted is no longer wanted: it is not begun; where it has been it is asked to end, then ended. */
    public record Withdraw(ActorRef<RunNews> owner) implements Command {}

    /** Find out whether the host can be reached, once; a session that is there already says so by itself. */
    public enum Check implements Command {
        NOW
    }

    /** The host is to be found there from now on. */
    public record Retarget(SshTarget target) implements Command {}

    private record Linked(SshTarget at, SshLink link, Duration took) implements Command {}

    private record NotLinked(SshTarget at, Unreached why) implements Command {}

    private record LinkEnded(SshLink link) implements Command {}

    private record Begun(ActorRef<RunNews> owner, RemoteRun run) implements Command {}

    private record WasAsked(ActorRef<RunNews> owner) implements Command {}

    private record GraceIsOver(ActorRef<RunNews> owner) implements Command {}

    private record Over(ActorRef<RunNews> owner) implements Command {}

    private record TurnedAway(Waiting waiting, Unreached why) implements Command {}

    private enum Timer implements Command {
        REDIAL,
        IDLE
    }

    /** What a command on this host does. */
    public sealed interface RunNews {
        HostName host();

        record Began(HostName host, RemoteRun run) implements RunNews {}

        /** {@code bytes} are the receiver's. */
        record Printed(HostName host, boolean error, ByteBuffer bytes) implements RunNews {}

        record Ended(HostName host, Outcome outcome) implements RunNews {}
    }

    /** How reaching the host went. */
    public sealed interface Report {
        SshTarget target();

        record Reached(SshTarget target, Duration took) implements Report {}

        /** {@code failures} in a row, this one included. */
        record Missed(SshTarget target, int failures, SshFault fault, String why) implements Report {}

        record Closed(SshTarget target) implements Report {}
    }

    private record Waiting(Submit submit, boolean again) {}

    /** A command that the host was asked to begin; {@code run} is empty until it has. */
    private record Running(SshLink on, Optional<RemoteRun> run, boolean unwanted) {}

    private final TimerScheduler<Command> timers;
    private final Transport transport;
    private final SshSettings settings;
    private final ActorRef<Report> reports;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Map<ActorRef<RunNews>, Running> running = new HashMap<>();
    private SshTarget target;
    private Optional<SshLink> link = Optional.empty();
    private CompletionStage<SshLink> dialled = CompletableFuture.completedFuture(null);
    private boolean dialling;
    private int attempt;
    private int failures;

    private HostSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SshTarget target,
            Transport transport,
            SshSettings settings,
            ActorRef<Report> reports) {
        super(context);
        this.timers = timers;
        this.target = target;
        this.transport = transport;
        this.settings = settings;
        this.reports = reports;
    }

    /** Dials with the first command. */
    public static Behavior<Command> create(
            SshTarget target, Transport transport, SshSettings settings, ActorRef<Report> reports) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new HostSession(context, timers, target, transport, settings, reports)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Submit.class, this::onSubmit)
                .onMessage(Withdraw.class, this::onWithdraw)
                .onMessage(Check.class, check -> onCheck())
                .onMessage(Retarget.class, this::onRetarget)
                .onMessage(Linked.class, this::onLinked)
                .onMessage(NotLinked.class, this::onNotLinked)
                .onMessage(LinkEnded.class, this::onLinkEnded)
                .onMessage(Begun.class, this::onBegun)
                .onMessage(WasAsked.class, this::onWasAsked)
                .onMessage(GraceIsOver.class, this::onGraceIsOver)
                .onMessage(Over.class, this::onOver)
                .onMessage(TurnedAway.class, this::onTurnedAway)
                .onMessage(Timer.class, this::onTimer)
                .onSignal(PostStop.class, stopped -> onStop())
                .build();
    }

    private Behavior<Command> onSubmit(Submit submit) {
        if (waiting.size() >= settings.waiting()) {
            refuse(submit, new Unreached(SshFault.SESSION, waiting.size() + " commands wait for this host already"));
            return this;
        }
        waiting.add(new Waiting(submit, false));
        proceed();
        return this;
    }

    private Behavior<Command> onWithdraw(Withdraw withdraw) {
        waiting.removeIf(other -> other.submit().owner().equals(withdraw.owner()));
        running.computeIfPresent(withdraw.owner(), (owner, run) -> {
            run.run().ifPresent(begun -> end(owner, begun));
            return new Running(run.on(), run.run(), true);
        });
        return this;
    }

    private Behavior<Command> onBegun(Begun begun) {
        running.computeIfPresent(begun.owner(), (owner, run) -> {
            if (run.unwanted()) {
                end(owner, begun.run());
            }
            return new Running(run.on(), Optional.of(begun.run()), run.unwanted());
        });
        return this;
    }

    private void end(ActorRef<RunNews> owner, RemoteRun run) {
        getContext().pipeToSelf(run.terminate(), (done, failure) -> new WasAsked(owner));
    }

    private Behavior<Command> onWasAsked(WasAsked asked) {
        if (running.containsKey(asked.owner())) {
            timers.startSingleTimer(new GraceIsOver(asked.owner()), RemoteRun.GRACE);
        }
        return this;
    }

    private Behavior<Command> onGraceIsOver(GraceIsOver over) {
        var left = running.get(over.owner());
        if (left != null) {
            left.run().ifPresent(RemoteRun::kill);
        }
        return this;
    }

    private Behavior<Command> onCheck() {
        if (link.isEmpty() && !dialling && !timers.isTimerActive(Timer.REDIAL)) {
            attempt = settings.attempts() - 1;
            dial();
        }
        return this;
    }

    private Behavior<Command> onRetarget(Retarget changed) {
        if (!target.equals(changed.target())) {
            target = changed.target();
            failures = 0;
            // What runs at the old place may end there; only new commands go to the new one.
            link.filter(old -> running.isEmpty()).ifPresent(SshLink::close);
            link = Optional.empty();
            proceed();
        }
        return this;
    }

    /** Goes on with those that wait, as far as there is a session and room on it. */
    private void proceed() {
        if (waiting.isEmpty()) {
            return;
        }
        if (link.isEmpty()) {
            if (!dialling && !timers.isTimerActive(Timer.REDIAL)) {
                // A host that is known to be away is asked for once, others as often as it takes to know.
                attempt = failures >= settings.attempts() ? settings.attempts() - 1 : 0;
                dial();
            }
            return;
        }
        timers.cancel(Timer.IDLE);
        while (!waiting.isEmpty() && running.size() < settings.commands()) {
            start(waiting.remove(), link.get());
        }
    }

    private void dial() {
        dialling = true;
        long began = System.nanoTime();
        var asked = target;
        dialled = transport.connect(asked, attempt);
        getContext()
                .pipeToSelf(
                        dialled,
                        (made, failure) -> failure == null
                                ? new Linked(asked, made, Duration.ofNanos(System.nanoTime() - began))
                                : new NotLinked(asked, unreached(failure)));
    }

    private static Unreached unreached(Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof Unreached why ? why : new Unreached(SshFault.LOCAL, String.valueOf(cause));
    }

    private void start(Waiting next, SshLink on) {
        var owner = next.submit().owner();
        var host = target.name();
        var self = getContext().getSelf();
        running.put(owner, new Running(on, Optional.empty(), false));
        on.run(next.submit().command(), new RunListener() {
            @Override
            public void refused(Unreached why) {
                self.tell(new TurnedAway(next, why));
            }

            @Override
            public void begun(RemoteRun run) {
                self.tell(new Begun(owner, run));
                owner.tell(new RunNews.Began(host, run));
            }

            @Override
            public void printed(boolean error, byte[] bytes) {
                owner.tell(new RunNews.Printed(host, error, ByteBuffer.wrap(bytes)));
            }

            @Override
            public void ended(Outcome outcome) {
                owner.tell(new RunNews.Ended(host, outcome));
                self.tell(new Over(owner));
            }
        });
    }

    private Behavior<Command> onLinked(Linked linked) {
        dialling = false;
        if (!linked.at().equals(target)) {
            linked.link().close();
            proceed();
            return this;
        }
        failures = 0;
        link = Optional.of(linked.link());
        getContext().pipeToSelf(linked.link().ended(), (ended, failure) -> new LinkEnded(linked.link()));
        reports.tell(new Report.Reached(target, linked.took()));
        if (waiting.isEmpty()) {
            // It was only to be known whether this works.
            linked.link().close();
        }
        proceed();
        return this;
    }

    private Behavior<Command> onNotLinked(NotLinked not) {
        dialling = false;
        if (!not.at().equals(target)) {
            proceed();
            return this;
        }
        failures++;
        attempt++;
        reports.tell(
                new Report.Missed(target, failures, not.why().fault(), not.why().getMessage()));
        if (not.why().fault().isPassing() && attempt < settings.attempts()) {
            var pause = new Pauses(settings.firstPause(), settings.longestPause())
                    .after(attempt, ThreadLocalRandom.current().nextDouble());
            timers.startSingleTimer(Timer.REDIAL, pause);
        } else {
            waiting.forEach(left -> refuse(left.submit(), not.why()));
            waiting.clear();
        }
        return this;
    }

    private Behavior<Command> onLinkEnded(LinkEnded ended) {
        running.values().removeIf(run -> run.on().equals(ended.link()));
        if (link.filter(ended.link()::equals).isPresent()) {
            link = Optional.empty();
            timers.cancel(Timer.IDLE);
            reports.tell(new Report.Closed(target));
            proceed();
        }
        return this;
    }

    private Behavior<Command> onOver(Over over) {
        timers.cancel(new GraceIsOver(over.owner()));
        var run = running.remove(over.owner());
        if (run != null && link.filter(run.on()::equals).isEmpty() && !isInUse(run.on())) {
            run.on().close();
        }
        rest();
        proceed();
        return this;
    }

    private boolean isInUse(SshLink on) {
        return running.values().stream().anyMatch(run -> run.on().equals(on));
    }

    private Behavior<Command> onTurnedAway(TurnedAway away) {
        var run = running.remove(away.waiting().submit().owner());
        boolean stale = run != null && link.filter(run.on()::equals).isPresent();
        if (away.waiting().again()) {
            refuse(away.waiting().submit(), away.why());
        } else if (run == null || !run.unwanted()) {
            waiting.addFirst(new Waiting(away.waiting().submit(), true));
        }
        if (stale && running.isEmpty()) {
            // Perhaps it ended and nobody has said so yet: the next try is on one that is surely alive.
            run.on().close();
            link = Optional.empty();
        }
        proceed();
        return this;
    }

    private Behavior<Command> onTimer(Timer timer) {
        if (timer == Timer.REDIAL) {
            if (waiting.isEmpty()) {
                return this;
            }
            dial();
        } else if (running.isEmpty()) {
            link.ifPresent(SshLink::close);
        }
        return this;
    }

    private void rest() {
        if (running.isEmpty() && link.isPresent()) {
            timers.startSingleTimer(Timer.IDLE, settings.idle());
        }
    }

    private void refuse(Submit submit, Unreached why) {
        submit.owner().tell(new RunNews.Ended(target.name(), new Outcome.Unreached(why.fault(), why.getMessage())));
    }

    private Behavior<Command> onStop() {
        if (dialling) {
            // What comes of it is told nobody any more.
            var unused = dialled.thenAccept(SshLink::close);
        }
        link.ifPresent(SshLink::close);
        running.values().forEach(run -> run.on().close());
        return this;
    }
}

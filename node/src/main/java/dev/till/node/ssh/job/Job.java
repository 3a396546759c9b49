package dev.till.node.ssh.job;

import dev.till.node.message.JobCommand;
import dev.till.node.message.JobCommand.JobEvent;
import dev.till.node.message.JobCommand.News;
import dev.till.node.message.JobCommand.Outcome;
import dev.till.node.message.SshCommand;
import dev.till.node.message.SshFault;
import dev.till.node.message.SshTarget;
import dev.till.node.ssh.session.HostSession;
import dev.till.node.ssh.session.HostSession.RunNews;
import dev.till.node.ssh.session.RemoteRun;
import dev.till.protocol.host.HostName;
import dev.till.protocol.time.DurationText;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Runs one command on many hosts, so many at a time: when one is done, the next begins, and no failure stops the others.
 *
 * <p>Its news is pulled. A host's window opens again only by what has been pulled, so a slow reader slows the hosts down
 * instead of filling this node.
 */
public final class Job extends AbstractBehavior<Job.Command> {

    sealed interface Command {}

    private record Asked(JobCommand what) implements Command {}

    private record Happened(RunNews news) implements Command {}

    private record TimeIsUp(HostName host) implements Command {}

    private record WasAsked(HostName host) implements Command {}

    private record GraceIsOver(HostName host) implements Command {}

    /** There is no session with that host any more: it was removed, and nobody will say what became of its command. */
    private record SessionGone(HostName host) implements Command {}

    private final TimerScheduler<Command> timers;
    private final SshCommand.Job job;
    private final Map<HostName, ActorRef<HostSession.Command>> sessions;
    private final ActorRef<RunNews> owner;
    private final ArrayDeque<SshTarget> pending;
    private final Map<HostName, RunOnHost> active = new LinkedHashMap<>();
    private final List<Runnable> owed = new ArrayList<>();
    private List<JobEvent> events = new ArrayList<>();
    private Optional<ActorRef<News>> reader = Optional.empty();
    private boolean abandoned;

    private Job(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            SshCommand.Job job,
            Map<HostName, ActorRef<HostSession.Command>> sessions) {
        super(context);
        this.timers = timers;
        this.job = job;
        this.sessions = sessions;
        owner = context.messageAdapter(RunNews.class, Happened::new);
        pending = new ArrayDeque<>(job.hosts());
        proceed();
    }

    /**
     * Begins at once, and says to {@code replyTo} where its news is.
     *
     * @param sessions of each of its hosts
     */
    public static Behavior<Job.Command> create(
            SshCommand.Job job,
            Map<HostName, ActorRef<HostSession.Command>> sessions,
            ActorRef<SshCommand.Reply> replyTo) {
        return Behaviors.setup(context -> {
            replyTo.tell(new SshCommand.Reply.Running(context.messageAdapter(JobCommand.class, Asked::new)));
            return Behaviors.withTimers(timers -> new Job(context, timers, job, Map.copyOf(sessions)));
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, this::onAsked)
                .onMessage(Happened.class, this::onHappened)
                .onMessage(TimeIsUp.class, this::onTimeIsUp)
                .onMessage(WasAsked.class, this::onWasAsked)
                .onMessage(GraceIsOver.class, this::onGraceIsOver)
                .onMessage(SessionGone.class, this::onSessionGone)
                .onSignal(PostStop.class, stopped -> onStopped())
                .build();
    }

    private Behavior<Command> onAsked(Asked asked) {
        if (asked.what() instanceof JobCommand.Next next) {
            reader = Optional.of(next.replyTo());
            return tell();
        }
        return onStop();
    }

    private Behavior<Command> onStop() {
        abandoned = true;
        pending.forEach(left -> events.add(skipped(left.name(), "stopped before its turn")));
        pending.clear();
        List.copyOf(active.keySet()).forEach(host -> cut(host, "stopped"));
        return tell();
    }

    private Behavior<Command> onHappened(Happened happened) {
        var run = active.get(happened.news().host());
        if (run == null) {
            return this;
        }
        if (happened.news() instanceof RunNews.Began news) {
            run.began(news.run());
            events.add(new JobEvent.Begun(news.host()));
        } else if (happened.news() instanceof RunNews.Printed news) {
            printed(run, news);
        } else if (happened.news() instanceof RunNews.Ended news) {
            end(news.host(), run, news.outcome());
        }
        return tell();
    }

    private void printed(RunOnHost run, RunNews.Printed news) {
        int size = news.bytes().remaining();
        var text = run.printed(news.error(), news.bytes());
        text.ifPresentOrElse(
                event -> {
                    events.add(event);
                    owed.add(() -> run.taken(size));
                },
                // What only lengthens an unfinished line is bounded by itself.
                () -> run.taken(size));
    }

    private void end(HostName host, RunOnHost run, Outcome outcome) {
        run.rest(false).ifPresent(events::add);
        run.rest(true).ifPresent(events::add);
        over(host, run.ended(outcome));
    }

    private Behavior<Command> onTimeIsUp(TimeIsUp up) {
        cut(up.host(), "not done within " + DurationText.format(job.patience()));
        return tell();
    }

    private Behavior<Command> onWasAsked(WasAsked asked) {
        if (active.containsKey(asked.host())) {
            timers.startSingleTimer(new GraceIsOver(asked.host()), RemoteRun.GRACE);
        }
        return this;
    }

    private Behavior<Command> onGraceIsOver(GraceIsOver over) {
        var run = active.get(over.host());
        if (run != null) {
            run.kill();
            over(over.host(), run.ended(new Outcome.Cut("it did not end when asked to")));
        }
        return tell();
    }

    private Behavior<Command> onSessionGone(SessionGone gone) {
        var run = active.get(gone.host());
        if (run != null) {
            end(gone.host(), run, new Outcome.Cut("the host was removed meanwhile"));
        }
        return tell();
    }

    private void cut(HostName host, String why) {
        var run = active.get(host);
        if (run == null) {
            return;
        }
        run.cut(why);
        if (run.hasBegun()) {
            getContext().pipeToSelf(run.terminate(), (done, failure) -> new WasAsked(host));
        } else {
            run.session().tell(new HostSession.Withdraw(owner));
            over(host, run.ended(new Outcome.Unreached(SshFault.SESSION, why)));
        }
    }

    private void over(HostName host, JobEvent.Ended event) {
        timers.cancel(new TimeIsUp(host));
        timers.cancel(new GraceIsOver(host));
        getContext().unwatch(active.remove(host).session());
        events.add(event);
        proceed();
    }

    private void proceed() {
        while (!pending.isEmpty() && active.size() < job.parallel()) {
            var next = pending.remove();
            var session = sessions.get(next.name());
            active.put(next.name(), new RunOnHost(next, session));
            timers.startSingleTimer(new TimeIsUp(next.name()), job.patience());
            getContext().watchWith(session, new SessionGone(next.name()));
            session.tell(new HostSession.Submit(job.command(), owner));
        }
    }

    private Behavior<Command> tell() {
        boolean over = pending.isEmpty() && active.isEmpty();
        if (reader.isPresent() && (over || !events.isEmpty())) {
            reader.get().tell(new News(events, over));
            reader = Optional.empty();
            events = new ArrayList<>();
            owed.forEach(Runnable::run);
            owed.clear();
            return over ? Behaviors.stopped() : this;
        }
        return over && abandoned ? Behaviors.stopped() : this;
    }

    private Behavior<Command> onStopped() {
        active.values().forEach(run -> {
            run.kill();
            run.session().tell(new HostSession.Withdraw(owner));
        });
        return this;
    }

    private static JobEvent skipped(HostName host, String why) {
        return new JobEvent.Ended(host, new Outcome.Skipped(why), Duration.ZERO);
    }
}

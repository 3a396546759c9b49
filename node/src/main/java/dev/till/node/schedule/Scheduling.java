package dev.till.node.schedule;

import dev.till.node.message.ScheduleCommand;
import dev.till.node.message.ScheduleCommand.Reply;
import dev.till.node.message.ScheduleCommand.Synced;
import dev.till.protocol.schedule.Schedule;
import dev.till.protocol.schedule.Schedule.Run;
import dev.till.protocol.schedule.ScheduleDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Syncs when it is due. What was missed while the node was down is caught up once, at the start. Reads and writes one small
 * file, so it belongs on a dispatcher for blocking work.
 */
public final class Scheduling extends AbstractBehavior<Scheduling.Command> {

    sealed interface Command {}

    private record Asked(ScheduleCommand what) implements Command {}

    private record Done(Instant began, Synced synced) implements Command {}

    private enum Look implements Command {
        NOW
    }

    /**
     * What it works with.
     *
     * @param sync what is done when it is due
     * @param settle how long after the start it first looks: before that, peers may not have been met
     */
    public record Tools(
            Path home,
            Supplier<CompletionStage<Synced>> sync,
            InstantSource clock,
            Supplier<ZoneId> zone,
            Duration settle) {}

    /** A clock that is set, or a machine that slept, is noticed within so long. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

    private final TimerScheduler<Command> timers;
    private final Tools tools;
    private final ScheduleFile file;
    private boolean running;

    private Scheduling(ActorContext<Command> context, TimerScheduler<Command> timers, Tools tools) {
        super(context);
        this.timers = timers;
        this.tools = tools;
        file = new ScheduleFile(tools.home());
        timers.startSingleTimer(Look.NOW, tools.settle());
    }

    /** Does nothing until there is a schedule. */
    public static Behavior<ScheduleCommand> create(Tools tools) {
        Behavior<Command> inner =
                Behaviors.setup(context -> Behaviors.withTimers(timers -> new Scheduling(context, timers, tools)));
        return Behaviors.transformMessages(
                ScheduleCommand.class, inner, builder -> builder.match(ScheduleCommand.class, Asked::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, asked -> onAsked(asked.what()))
                .onMessage(Look.class, now -> look())
                .onMessage(Done.class, this::onDone)
                .build();
    }

    private Behavior<Command> onAsked(ScheduleCommand command) {
        if (command instanceof ScheduleCommand.Show show) {
            show.replyTo().tell(answer(Optional::of));
            return this;
        } else if (command instanceof ScheduleCommand.Set set) {
            set.replyTo()
                    .tell(answer(document -> Optional.of(document.with(Optional.of(Schedule.of(
                            set.rhythm(), tools.clock().instant(), tools.zone().get(), document.schedule()))))));
        } else if (command instanceof ScheduleCommand.Off off) {
            off.replyTo().tell(answer(document -> Optional.of(document.with(Optional.empty()))));
        }
        return look();
    }

    /** Decides on the document as it is. */
    private interface Change {
        Optional<ScheduleDocument> of(ScheduleDocument document);
    }

    private Reply answer(Change change) {
        try {
            return new Reply.Now(changed(change).schedule());
        } catch (IOException e) {
            return new Reply.Failed(e.getMessage());
        }
    }

    private ScheduleDocument changed(Change change) throws IOException {
        var before = file.read();
        // Without an answer, it stays as it is.
        var after = change.of(before).orElse(before);
        if (!after.equals(before)) {
            file.write(after);
        }
        return after;
    }

    /** Syncs if it is due, else comes back when it may be. The file may have been changed by hand meanwhile. */
    private Behavior<Command> look() {
        timers.cancel(Look.NOW);
        try {
            var now = tools.clock().instant();
            var schedule = changed(document -> document.schedule()
                            .map(known -> document.with(Optional.of(
                                    known.noLaterThan(now, tools.zone().get())))))
                    .schedule();
            if (schedule.isPresent() && !running) {
                var left = Duration.between(now, schedule.get().next());
                if (left.isNegative() || left.isZero()) {
                    sync(now);
                } else {
                    timers.startSingleTimer(Look.NOW, pause(left));
                }
            }
        } catch (IOException e) {
            getContext().getLog().warn("No sync by itself: {}", e.getMessage());
        }
        return this;
    }

    private static Duration pause(Duration left) {
        var bounded = left.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : left;
        return bounded.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : bounded;
    }

    private void sync(Instant now) {
        running = true;
        getContext()
                .pipeToSelf(
                        tools.sync().get(),
                        (synced, failure) -> new Done(now, failure == null ? synced : new Synced(false, 0, 0)));
    }

    private Behavior<Command> onDone(Done done) {
        running = false;
        var now = tools.clock().instant();
        var synced = done.synced();
        var run = new Run(
                done.began(),
                synced.well() ? Schedule.SUCCESS : Schedule.FAILED,
                Duration.between(done.began(), now),
                synced.devices(),
                synced.hosts());
        try {
            changed(document -> document.schedule()
                    .map(schedule -> document.with(
                            Optional.of(schedule.after(run, now, tools.zone().get())))));
        } catch (IOException e) {
            getContext().getLog().warn("What came of a sync was not written down: {}", e.getMessage());
            // Not at once again, whatever keeps the file from being written.
            timers.startSingleTimer(Look.NOW, LONGEST_PAUSE);
            return this;
        }
        return look();
    }
}

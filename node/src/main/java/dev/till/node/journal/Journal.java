package dev.till.node.journal;

import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.AppendLocal;
import dev.till.node.message.JournalCommand.AppendRemote;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.Applied;
import dev.till.node.message.JournalCommand.Compared;
import dev.till.node.message.JournalCommand.Consult;
import dev.till.node.message.JournalCommand.Cover;
import dev.till.node.message.JournalCommand.Describe;
import dev.till.node.message.JournalCommand.Outlived;
import dev.till.node.message.JournalCommand.Release;
import dev.till.node.message.JournalCommand.Remembered;
import dev.till.node.message.JournalCommand.Restamped;
import dev.till.node.message.JournalCommand.Seal;
import dev.till.node.message.JournalCommand.Shipped;
import dev.till.node.message.JournalCommand.Subscribe;
import dev.till.node.message.JournalCommand.Twinned;
import dev.till.node.message.RegisterCommand;
import dev.till.protocol.id.DeviceId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
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
 * Owns this node's clock and sequence numbers, and writes what is to last.
 *
 * <p>Appends gather while the mailbox holds more of them; then one write and one sync make all of them durable, and only
 * after it are replies sent and subscribers told. It writes to disk on its own thread: spawn it with {@link #DISPATCHER}.
 */
public final class Journal extends AbstractBehavior<Journal.Command> {

    /** A thread of its own, because syncing blocks. */
    public static final DispatcherSelector DISPATCHER = DispatcherSelector.fromConfig("till.dispatchers.journal");

    private static final Duration RETRY_HELD = Duration.ofSeconds(1);

    /** Of what is held aside so many are looked up in the registers at a time. */
    private static final int ASKED_AT_ONCE = 500;

    sealed interface Command {}

    /** From outside. */
    record Asked(JournalCommand command) implements Command {}

    /** The mailbox had nothing more: make what was gathered durable. */
    enum Flush implements Command {
        NOW
    }

    /** See whether the time of what is held aside has come. */
    enum RetryHeld implements Command {
        NOW
    }

    /** A subscriber has stopped. */
    record Unsubscribed(ActorRef<Durable> subscriber) implements Command {}

    private final TimerScheduler<Command> timers;
    private final DeviceId self;
    private final Appender appender;
    private final ActorRef<JournalCommand> answers;
    private final List<ActorRef<Durable>> subscribers = new ArrayList<>();
    private final Queue<JournalCommand> delayed = new ArrayDeque<>();
    private final Pace pace = new Pace();
    private Optional<ActorRef<RegisterCommand>> registers = Optional.empty();
    private boolean asking;

    private Journal(ActorContext<Command> context, TimerScheduler<Command> timers, DeviceId self, Appender appender) {
        super(context);
        this.timers = timers;
        this.self = self;
        this.appender = appender;
        answers = context.messageAdapter(JournalCommand.class, Asked::new);
    }

    /** The journal of device {@code self} in files that are open. */
    public static Behavior<JournalCommand> create(DeviceId self, OpenJournal opened, InstantSource wall) {
        Behavior<Command> inner = Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new Journal(context, timers, self, new Appender(self, opened, wall))));
        return Behaviors.transformMessages(
                JournalCommand.class, inner, builder -> builder.match(JournalCommand.class, Asked::new));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Asked.class, asked -> onAsked(asked.command()))
                .onMessage(Flush.class, flush -> onFlush())
                .onMessage(Unsubscribed.class, this::onUnsubscribed)
                .onMessage(RetryHeld.class, retry -> onRetryHeld())
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    private Behavior<Command> onAsked(JournalCommand command) {
        if (command instanceof Applied applied) {
            return onApplied(applied);
        }
        if (command instanceof Subscribe subscribe) {
            return onSubscribe(subscribe);
        }
        if (command instanceof Release release) {
            return onRelease(release);
        }
        if (command instanceof Describe describe) {
            return onDescribe(describe);
        }
        if (command instanceof Seal seal) {
            return onSeal(seal);
        }
        if (command instanceof Shipped shipped) {
            appender.holdback.shipped(shipped.revision());
            return this;
        }
        if (command instanceof Compared compared) {
            return onCompared(compared);
        }
        if (command instanceof Restamped restamped) {
            return onRestamped(restamped);
        }
        return command instanceof Consult consult ? onConsult(consult) : onAppend(command);
    }

    private Behavior<Command> onAppend(JournalCommand append) {
        if (pace.isBehind() || !delayed.isEmpty()) {
            delayed.add(append);
        } else {
            append(append);
        }
        return this;
    }

    private void append(JournalCommand append) {
        if (append instanceof Remembered remembered) {
            renumberIf(appender.isUsurped(remembered.dots()));
            return;
        }
        if (append instanceof Twinned twinned) {
            onFlush();
            appender.twinned(twinned);
            return;
        }
        if (append instanceof AppendRemote remote) {
            renumberIf(appender.isUsurped(remote.datagrams()));
        } else if (append instanceof Cover cover) {
            renumberIf(appender.isUsurped(cover.dots()));
        }
        boolean isFirst = appender.isIdle();
        if (append instanceof AppendLocal local) {
            appender.append(local);
        } else if (append instanceof AppendRemote remote) {
            appender.append(remote);
        } else if (append instanceof Cover cover) {
            appender.append(cover);
        } else if (append instanceof Outlived outlived) {
            asking = false;
            appender.append(outlived);
        }
        if (appender.isHolding() && !timers.isTimerActive(RetryHeld.NOW)) {
            timers.startTimerWithFixedDelay(RetryHeld.NOW, RetryHeld.NOW, RETRY_HELD);
        }
        if (appender.isFull()) {
            onFlush();
        } else if (isFirst && !appender.isIdle()) {
            getContext().getSelf().tell(Flush.NOW);
        }
    }

    /** Before what shows it is taken in: a journal never holds numbers of its own origin that it did not give out. */
    private void renumberIf(boolean usurped) {
        if (usurped) {
            onFlush();
            appender.renumber("others have seen later ones than this home knows of");
        }
    }

    private Behavior<Command> onFlush() {
        appender.commit().ifPresent(batch -> {
            for (Durable news : batch.durables(appender.applied())) {
                pace.told(news);
                subscribers.forEach(subscriber -> subscriber.tell(news));
            }
            batch.succeed(appender.applied());
            restampIfDue();
        });
        return this;
    }

    private Behavior<Command> onApplied(Applied applied) {
        pace.applied(applied.revision());
        while (!pace.isBehind() && !delayed.isEmpty()) {
            append(delayed.remove());
        }
        return this;
    }

    private Behavior<Command> onSubscribe(Subscribe subscribe) {
        getContext().watchWith(subscribe.subscriber(), new Unsubscribed(subscribe.subscriber()));
        subscribers.add(subscribe.subscriber());
        subscribe.subscriber().tell(appender.present());
        return this;
    }

    private Behavior<Command> onUnsubscribed(Unsubscribed unsubscribed) {
        subscribers.remove(unsubscribed.subscriber());
        return this;
    }

    private Behavior<Command> onRelease(Release release) {
        onFlush();
        release.replyTo().tell(appender.release(release));
        return this;
    }

    private Behavior<Command> onSeal(Seal seal) {
        onFlush();
        appender.seal();
        seal.replyTo().tell(appender.state());
        return this;
    }

    private Behavior<Command> onDescribe(Describe describe) {
        describe.replyTo().tell(appender.state());
        return this;
    }

    private Behavior<Command> onRetryHeld() {
        ActorRef<Appended> nobody = getContext().getSystem().ignoreRef();
        for (HeldAside.Held each : appender.takeHeld()) {
            onAppend(new AppendRemote(List.of(each.datagram()), each.from(), nobody));
        }
        if (!appender.isHolding()) {
            timers.cancel(RetryHeld.NOW);
        }
        askWhatHasBeenOutlived();
        return this;
    }

    private void askWhatHasBeenOutlived() {
        if (asking || registers.isEmpty()) {
            return;
        }
        var some = appender.someHeld(ASKED_AT_ONCE);
        if (!some.isEmpty()) {
            asking = true;
            registers.get().tell(new RegisterCommand.Outlive(some, answers));
        }
    }

    private Behavior<Command> onConsult(Consult consult) {
        registers = Optional.of(consult.registers());
        return this;
    }

    private Behavior<Command> onCompared(Compared compared) {
        appender.compared(compared);
        restampIfDue();
        return this;
    }

    private void restampIfDue() {
        registers.ifPresent(who -> appender.beginRestamp()
                .ifPresent(bound -> who.tell(new RegisterCommand.Restamp(self, bound, answers))));
    }

    private Behavior<Command> onRestamped(Restamped restamped) {
        appender.restamped(restamped);
        return this;
    }

    private Behavior<Command> onPostStop() throws IOException {
        onFlush();
        appender.close();
        return this;
    }
}

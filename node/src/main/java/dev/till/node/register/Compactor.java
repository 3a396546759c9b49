package dev.till.node.register;

import dev.till.node.message.Folded;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Released;
import dev.till.node.message.RegisterCommand.Compacted;
import dev.till.node.message.RegisterStore;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Writes frozen generations into the store, then lets the journal drop what is folded and stable. It blocks on the disk,
 * so that nobody else has to.
 */
final class Compactor extends AbstractBehavior<Compactor.Command> {
    private static final Duration RETRY = Duration.ofSeconds(10);

    sealed interface Command {}

    /**
     * Fold this generation.
     *
     * @param values how many registers hold a value, this generation included
     * @param asked who is to be told of it
     */
    record Freeze(
            Generation generation,
            Folded upTo,
            long values,
            List<ActorRef<Compacted>> asked,
            ActorRef<RegisterWriter.Command> replyTo)
            implements Command {}

    /** There is nothing to fold; drop what may be dropped. */
    record ReleaseOnly(List<ActorRef<Compacted>> asked) implements Command {}

    /** What every device has applied. */
    record Stable(VersionVector stable) implements Command {}

    /** The journal has dropped what it could. */
    record SegmentsReleased(Released released) implements Command {}

    /** Try again a fold that failed. */
    record Retry(Freeze freeze) implements Command {}

    private final RegisterStore store;
    private final ActorRef<JournalCommand> journal;
    private final ActorRef<Released> answers;
    private final TimerScheduler<Command> timers;
    private final Queue<List<ActorRef<Compacted>>> waiting = new ArrayDeque<>();
    private VersionVector stable = VersionVector.EMPTY;

    private Compactor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            RegisterStore store,
            ActorRef<JournalCommand> journal) {
        super(context);
        this.timers = timers;
        this.store = store;
        this.journal = journal;
        answers = context.messageAdapter(Released.class, SegmentsReleased::new);
    }

    static Behavior<Command> create(RegisterStore store, ActorRef<JournalCommand> journal) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Compactor(context, timers, store, journal)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Freeze.class, this::onFreeze)
                .onMessage(Retry.class, retry -> onFreeze(retry.freeze()))
                .onMessage(ReleaseOnly.class, this::onReleaseOnly)
                .onMessage(Stable.class, this::onStable)
                .onMessage(SegmentsReleased.class, this::onReleased)
                .build();
    }

    private Behavior<Command> onFreeze(Freeze freeze) {
        try {
            store.fold(freeze.generation().sorted(), freeze.upTo(), freeze.values());
            freeze.replyTo().tell(RegisterWriter.FoldEnded.NOW);
            release(freeze.asked());
        } catch (IOException e) {
            getContext().getLog().error("Registers stay in memory, trying again in {}: {}", RETRY, e.getMessage());
            freeze.replyTo().tell(new RegisterWriter.FoldFailed(String.valueOf(e.getMessage())));
            release(freeze.asked());
            var again = new Freeze(freeze.generation(), freeze.upTo(), freeze.values(), List.of(), freeze.replyTo());
            timers.startSingleTimer(new Retry(again), RETRY);
        }
        return this;
    }

    private Behavior<Command> onReleaseOnly(ReleaseOnly release) {
        release(release.asked());
        return this;
    }

    private Behavior<Command> onStable(Stable news) {
        stable = news.stable();
        return this;
    }

    private Behavior<Command> onReleased(SegmentsReleased news) {
        var left = news.released().left();
        var compacted =
                new Compacted(store.folded().revision(), news.released().removed(), left.segments(), left.bytes());
        waiting.remove().forEach(replyTo -> replyTo.tell(compacted));
        return this;
    }

    private void release(List<ActorRef<Compacted>> asked) {
        waiting.add(asked);
        journal.tell(new JournalCommand.Release(store.folded().revision(), stable, answers));
    }
}

package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand.Restamped;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.message.RegisterCommand.Restamp;
import dev.till.node.message.RegisterCommand.Scan;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Version;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Goes through all registers, a page at a time, and has written again what this device wrote under a clock that was ahead.
 * The next page is read when what the last one asked for is on disk.
 */
final class Restamper extends AbstractBehavior<Restamper.Command> {

    sealed interface Command {}

    /** Go through all registers now. */
    record Begin(Restamp request) implements Command {}

    /** A page has been read. */
    record Read(Page page) implements Command {}

    /** What was found on it is on disk, or not. */
    record Rewritten(Written written) implements Command {}

    /** Whoever was asked does not answer. */
    enum Late implements Command {
        NOW
    }

    private static final int PAGE = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final TimerScheduler<Command> timers;
    private final ActorRef<DiskReader.Command> reader;
    private final ActorRef<RegisterWriter.Command> writer;
    private final ActorRef<Page> pages;
    private final ActorRef<Written> answers;
    private Optional<Restamp> underWay = Optional.empty();
    private Optional<RegisterKey> after = Optional.empty();
    private boolean more;
    private long writes;

    private Restamper(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<DiskReader.Command> reader,
            ActorRef<RegisterWriter.Command> writer) {
        super(context);
        this.timers = timers;
        this.reader = reader;
        this.writer = writer;
        pages = context.messageAdapter(Page.class, Read::new);
        answers = context.messageAdapter(Written.class, Rewritten::new);
    }

    static Behavior<Command> create(ActorRef<DiskReader.Command> reader, ActorRef<RegisterWriter.Command> writer) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Restamper(context, timers, reader, writer)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Begin.class, this::onBegin)
                .onMessage(Read.class, this::onRead)
                .onMessage(Rewritten.class, this::onRewritten)
                .onMessage(Late.class, late -> finish(false))
                .build();
    }

    private Behavior<Command> onBegin(Begin begin) {
        if (underWay.isPresent()) {
            begin.request().replyTo().tell(new Restamped(0, false));
            return this;
        }
        underWay = Optional.of(begin.request());
        after = Optional.empty();
        writes = 0;
        return readOn();
    }

    private Behavior<Command> readOn() {
        timers.startSingleTimer(Late.NOW, PATIENCE);
        reader.tell(new DiskReader.ReadPage(new Scan("", after, PAGE, pages)));
        return this;
    }

    private Behavior<Command> onRead(Read read) {
        if (underWay.isEmpty()) {
            return this;
        }
        var request = underWay.get();
        var entries = read.page().entries();
        var keys = entries.stream()
                .filter(entry -> entry.register().versions().stream().anyMatch(version -> isAhead(version, request)))
                .map(Entry::key)
                .toList();
        more = read.page().more() && !entries.isEmpty();
        after = entries.isEmpty()
                ? after
                : Optional.of(entries.get(entries.size() - 1).key());
        timers.startSingleTimer(Late.NOW, PATIENCE);
        writer.tell(new RegisterWriter.Rewrite(keys, request.self(), request.bound(), answers));
        return this;
    }

    private Behavior<Command> onRewritten(Rewritten rewritten) {
        if (underWay.isEmpty()) {
            return this;
        }
        if (rewritten.written() instanceof Written.Done done) {
            writes += done.records().size();
            return more ? readOn() : finish(true);
        }
        return finish(false);
    }

    private Behavior<Command> finish(boolean complete) {
        timers.cancel(Late.NOW);
        underWay.ifPresent(request -> request.replyTo().tell(new Restamped(writes, complete)));
        underWay = Optional.empty();
        return this;
    }

    private static boolean isAhead(Version version, Restamp request) {
        return version.at().compareTo(request.bound()) > 0
                && version.dot().device().isOriginOf(request.self());
    }
}

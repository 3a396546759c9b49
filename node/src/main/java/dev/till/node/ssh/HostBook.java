package dev.till.node.ssh;

import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Changes;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.protocol.host.HostFields;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.HostRecord;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** Knows the hosts as the registers have them, wherever they were written, and tells when they change. */
final class HostBook extends AbstractBehavior<HostBook.Command> {

    sealed interface Command {}

    private record Described(JournalState state) implements Command {}

    private record Scanned(Page page) implements Command {}

    private record Followed(Changes changes) implements Command {}

    /** Time to tell what has changed since the last time. */
    private enum Rested implements Command {
        NOW
    }

    /** All hosts, removed ones too. */
    record Hosts(Map<HostName, HostRecord> byName) {}

    private static final String PREFIX = HostName.HOSTS.substring(0, HostName.HOSTS.length() - 1);
    private static final int PAGE = 256;

    /** Nothing is lost by asking again, and a node at rest should rest. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** When many hosts are met for the first time, each is written to a moment after the other. */
    private static final Duration REST = Duration.ofMillis(200);

    private final TimerScheduler<Command> timers;
    private final ActorRef<RegisterCommand> registers;
    private final ActorRef<Hosts> subscriber;
    private final TreeMap<RegisterKey, Value> fields = new TreeMap<>();
    private long since;
    private boolean changed;

    private HostBook(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<RegisterCommand> registers,
            ActorRef<Hosts> subscriber) {
        super(context);
        this.timers = timers;
        this.registers = registers;
        this.subscriber = subscriber;
    }

    /** Tells {@code subscriber} all hosts as soon as they are known, and again after changes, a few times a second at most. */
    static Behavior<Command> create(
            ActorRef<JournalCommand> journal, ActorRef<RegisterCommand> registers, ActorRef<Hosts> subscriber) {
        return Behaviors.setup(context -> {
            // What is written while the pages are read comes after this revision, and so is told once more.
            journal.tell(new JournalCommand.Describe(context.messageAdapter(JournalState.class, Described::new)));
            return Behaviors.withTimers(timers -> new HostBook(context, timers, registers, subscriber));
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Described.class, this::onDescribed)
                .onMessage(Scanned.class, this::onScanned)
                .onMessage(Followed.class, this::onFollowed)
                .onMessage(Rested.class, rested -> onRested())
                .build();
    }

    private Behavior<Command> onDescribed(Described described) {
        since = described.state().revision();
        scan(Optional.empty());
        return this;
    }

    private Behavior<Command> onScanned(Scanned scanned) {
        var entries = scanned.page().entries();
        take(entries);
        if (scanned.page().more() && !entries.isEmpty()) {
            scan(Optional.of(entries.get(entries.size() - 1).key()));
        } else {
            tell();
            follow();
        }
        return this;
    }

    private Behavior<Command> onFollowed(Followed followed) {
        since = Math.max(since, followed.changes().upTo());
        if (!followed.changes().entries().isEmpty()) {
            take(followed.changes().entries());
            changed = true;
            if (!timers.isTimerActive(Rested.NOW)) {
                tell();
            }
        }
        follow();
        return this;
    }

    private void scan(Optional<RegisterKey> after) {
        registers.tell(
                new RegisterCommand.Scan(PREFIX, after, PAGE, getContext().messageAdapter(Page.class, Scanned::new)));
    }

    private void follow() {
        registers.tell(new RegisterCommand.Follow(
                PREFIX, since, PAGE, PATIENCE, getContext().messageAdapter(Changes.class, Followed::new)));
    }

    private void take(List<Entry> entries) {
        for (Entry entry : entries) {
            entry.register()
                    .value()
                    .ifPresentOrElse(value -> fields.put(entry.key(), value), () -> fields.remove(entry.key()));
        }
    }

    private Behavior<Command> onRested() {
        if (changed) {
            tell();
        }
        return this;
    }

    private void tell() {
        changed = false;
        timers.startSingleTimer(Rested.NOW, REST);
        subscriber.tell(new Hosts(HostFields.read(fields).hosts()));
    }
}

package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand.Changes;
import dev.till.node.message.RegisterCommand.Follow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Answers those who follow changes: from recent changes in memory, or when the next one comes. Who asks for older ones is
 * passed on to a reader of the disk.
 */
final class Followers extends AbstractBehavior<Followers.Command> {
    /** A page ends at the latest when its values take so much. */
    static final long PAGE_BYTES = 4 << 20;

    private static final Duration MAX_PATIENCE = Duration.ofHours(1);

    sealed interface Command {}

    /** Somebody asks for changes. */
    record Ask(Follow follow) implements Command {}

    /** The table has changed; {@code upTo} is how far it is now. */
    record Changed(List<Entry> changes, long upTo) implements Command {}

    /** The table has changed in ways that are only on disk. */
    record Skipped(long upTo) implements Command {}

    /** Nobody waits for ever. */
    record OutOfPatience(long waiter) implements Command {}

    private final TimerScheduler<Command> timers;
    private final ActorRef<DiskReader.Command> disk;
    private final long recentBytes;
    private final Deque<Entry> recent = new ArrayDeque<>();
    private final Map<Long, Follow> waiting = new LinkedHashMap<>();
    private long heldBytes;
    private long nextWaiter;

    /** Changes after this revision are in {@link #recent}. */
    private long recentSince;

    private long upTo;

    private Followers(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<DiskReader.Command> disk,
            long recentBytes,
            long upTo) {
        super(context);
        this.timers = timers;
        this.disk = disk;
        this.recentBytes = recentBytes;
        this.upTo = upTo;
        recentSince = upTo;
    }

    /** @param upTo how far the table is */
    static Behavior<Command> create(ActorRef<DiskReader.Command> disk, long recentBytes, long upTo) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Followers(context, timers, disk, recentBytes, upTo)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ask.class, ask -> onAsk(bounded(ask.follow())))
                .onMessage(Changed.class, this::onChanged)
                .onMessage(Skipped.class, this::onSkipped)
                .onMessage(OutOfPatience.class, this::onOutOfPatience)
                .build();
    }

    private Behavior<Command> onAsk(Follow follow) {
        if (follow.since() < recentSince) {
            disk.tell(new DiskReader.ReadChanges(follow, getContext().getSelf()));
            return this;
        }
        var page = page(follow, recentAfter(follow.since()));
        if (!page.entries().isEmpty()) {
            follow.replyTo().tell(page);
        } else {
            long waiter = nextWaiter++;
            waiting.put(waiter, follow);
            timers.startSingleTimer(waiter, new OutOfPatience(waiter), follow.patience());
        }
        return this;
    }

    /** Whatever a client asks for, a page holds at least one entry, and the scheduler takes the delay. */
    private static Follow bounded(Follow follow) {
        var patience = follow.patience().isNegative()
                ? Duration.ZERO
                : follow.patience().compareTo(MAX_PATIENCE) > 0 ? MAX_PATIENCE : follow.patience();
        return new Follow(follow.prefix(), follow.since(), Math.max(1, follow.limit()), patience, follow.replyTo());
    }

    private Behavior<Command> onChanged(Changed changed) {
        upTo = Math.max(upTo, changed.upTo());
        if (changed.changes().isEmpty()) {
            return this;
        }
        remember(changed.changes());
        waiting.entrySet().removeIf(each -> {
            var page = page(each.getValue(), changed.changes());
            if (page.entries().isEmpty()) {
                return false;
            }
            timers.cancel(each.getKey());
            each.getValue().replyTo().tell(page);
            return true;
        });
        return this;
    }

    private Behavior<Command> onSkipped(Skipped skipped) {
        recent.clear();
        heldBytes = 0;
        upTo = skipped.upTo();
        recentSince = upTo;
        waiting.keySet().forEach(timers::cancel);
        waiting.values().forEach(follow -> getContext().getSelf().tell(new Ask(follow)));
        waiting.clear();
        return this;
    }

    private Behavior<Command> onOutOfPatience(OutOfPatience out) {
        var follow = waiting.remove(out.waiter());
        if (follow != null) {
            follow.replyTo().tell(new Changes(List.of(), Math.max(follow.since(), upTo)));
        }
        return this;
    }

    private void remember(List<Entry> changes) {
        for (Entry entry : changes) {
            recent.add(entry);
            heldBytes += Kept.Whole.bytes(entry);
        }
        while (heldBytes > recentBytes && !recent.isEmpty()) {
            var oldest = recent.remove();
            heldBytes -= Kept.Whole.bytes(oldest);
            recentSince = oldest.revision();
        }
    }

    private List<Entry> recentAfter(long revision) {
        var tail = new ArrayList<Entry>();
        var newestFirst = recent.descendingIterator();
        while (newestFirst.hasNext()) {
            var entry = newestFirst.next();
            if (entry.revision() <= revision) {
                break;
            }
            tail.add(entry);
        }
        Collections.reverse(tail);
        return tail;
    }

    private Changes page(Follow follow, List<Entry> changes) {
        var entries = new ArrayList<Entry>();
        long bytes = 0;
        for (Entry entry : changes) {
            if (entry.revision() <= follow.since() || !entry.key().entity().isWithin(follow.prefix())) {
                continue;
            }
            if (entries.size() == follow.limit() || bytes > PAGE_BYTES) {
                return new Changes(entries, entries.get(entries.size() - 1).revision());
            }
            entries.add(entry);
            bytes += Kept.Whole.bytes(entry);
        }
        return new Changes(entries, upTo);
    }
}

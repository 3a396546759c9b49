package dev.till.node.replication.catchup;

import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.replication.link.Assembly;
import dev.till.node.replication.link.Batch;
import dev.till.node.replication.link.Bytes;
import dev.till.node.replication.link.Head;
import dev.till.node.replication.link.Page;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.PagePart;
import dev.till.node.replication.link.PeerMessage.Pull;
import dev.till.node.replication.link.Position;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.wire.MalformedException;
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
 * Fetches pages from one peer until nothing is left or something fails: asks, appends, and asks for the next page only
 * when the last one is on disk. One page is under way, so one page is held.
 */
final class PullSession extends AbstractBehavior<PullSession.Command> {

    /** So many times within the patience that others are given. */
    private static final int UNHEARD = 4;

    sealed interface Command {}

    /** A part of a page has come. */
    record Arrived(PagePart part) implements Command {}

    private record Landed(Appended appended) implements Command {}

    /** A peer has begun to listen, perhaps the one that was asked before it did. */
    enum Listening implements Command {
        NOW
    }

    private enum Late implements Command {
        PAGE,
        APPEND
    }

    /** Told to the owner. */
    sealed interface Report {}

    /** A snapshot is being fetched: nothing else should be. */
    record SnapshotBegun(DeviceId peer) implements Report {}

    /** The peer has not answered its first question in time. It may still; meanwhile others can be asked for the same. */
    record Silent(DeviceId peer) implements Report {}

    /** How it ended. */
    enum Outcome {
        /** All that the peer has is here. */
        COMPLETE,
        /** The peer did not answer, or not as it should. */
        BROKEN_OFF,
        /** This node could not write what the peer gave. */
        UNWRITTEN
    }

    /** It is over; {@code fresh} datagrams were new here. */
    record Finished(DeviceId peer, Outcome outcome, long fresh, Bookmark bookmark) implements Report {}

    /**
     * What to fetch from whom.
     *
     * @param have not to be sent: what is here, and what comes from elsewhere
     * @param firstRequest greater than any request to that peer before
     */
    record Task(DeviceId peer, ActorRef<PeerMessage> ref, DotSet have, Bookmark bookmark, long firstRequest) {}

    private final DeviceId self;
    private final Task task;
    private final PullSettings settings;
    private final TimerScheduler<Command> timers;
    private final ActorRef<JournalCommand> journal;
    private final ActorRef<Appended> answers;
    private final ActorRef<Report> owner;
    private Assembly assembly = new Assembly();
    private Bookmark bookmark;
    private Optional<Position> next = Optional.empty();
    private DotSet have;
    private boolean covering;
    private boolean answered;
    private long request;
    private long fresh;
    private int attempts;

    private PullSession(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            DeviceId self,
            Task task,
            PullSettings settings,
            ActorRef<JournalCommand> journal,
            ActorRef<Report> owner) {
        super(context);
        this.self = self;
        this.task = task;
        this.settings = settings;
        this.timers = timers;
        this.journal = journal;
        this.owner = owner;
        answers = context.messageAdapter(Appended.class, Landed::new);
        bookmark = task.bookmark();
        have = task.have();
        request = task.firstRequest();
        ask();
    }

    static Behavior<Command> create(
            DeviceId self, Task task, PullSettings settings, ActorRef<JournalCommand> journal, ActorRef<Report> owner) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new PullSession(context, timers, self, task, settings, journal, owner)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Arrived.class, arrived -> onPart(arrived.part()))
                .onMessage(Landed.class, landed -> onLanded(landed.appended()))
                .onMessage(Late.class, this::onLate)
                .onMessage(Listening.class, now -> onListening())
                .build();
    }

    private void ask() {
        assembly = new Assembly();
        request++;
        task.ref().tell(new Pull(self, request, Head.bounded(have), bookmark.position()));
        timers.startSingleTimer(Late.PAGE, patience());
    }

    /** Who has not answered at all may not have listened yet, and does not tell when it begins to: it is asked more often. */
    private Duration patience() {
        return answered ? settings.patience() : settings.patience().dividedBy(UNHEARD);
    }

    private int mostAttempts() {
        // In all as long as with pauses that double from a fourth of the patience to the whole of it.
        return answered ? settings.attempts() : 2 * UNHEARD - 1;
    }

    private Behavior<Command> onPart(PagePart part) {
        if (part.request() != request || !timers.isTimerActive(Late.PAGE)) {
            return this;
        }
        answered = true;
        // Parts of a large page come one by one: each shows that the peer is at it.
        timers.startSingleTimer(Late.PAGE, settings.patience());
        var whole = assembly.add(part);
        if (whole.isEmpty()) {
            return this;
        }
        timers.cancel(Late.PAGE);
        attempts = 0;
        try {
            return onPage(Page.decode(whole.get()));
        } catch (MalformedException e) {
            getContext()
                    .getLog()
                    .warn("A page of {} was dropped: {}", task.peer().abbreviated(), e.getMessage());
            return finish(Outcome.BROKEN_OFF);
        }
    }

    private Behavior<Command> onPage(Page page) throws MalformedException {
        if (page instanceof Page.Range range) {
            next = range.next() < 0 ? Optional.empty() : Optional.of(new Position.InJournal(range.next()));
            return append(range.batch());
        }
        if (page instanceof Page.Snapshot snapshot) {
            next = snapshot.next().map(Position.InSnapshot::new);
            bookmark = bookmark.narrowed(snapshot.covers());
            return append(snapshot.batch());
        }
        if (bookmark.isInSnapshot()) {
            return finish(Outcome.BROKEN_OFF);
        }
        getContext().getLog().info("Fetching a snapshot from {}", task.peer().abbreviated());
        bookmark = new Bookmark(Position.InSnapshot.START, Optional.empty());
        owner.tell(new SnapshotBegun(task.peer()));
        ask();
        return this;
    }

    private Behavior<Command> append(Bytes batch) throws MalformedException {
        var datagrams = Batch.decode(batch);
        if (datagrams.isEmpty()) {
            return goOn();
        }
        journal.tell(new JournalCommand.AppendRemote(datagrams, task.peer(), answers));
        timers.startSingleTimer(Late.APPEND, settings.appendPatience());
        return this;
    }

    private Behavior<Command> onLanded(Appended appended) {
        timers.cancel(Late.APPEND);
        if (appended instanceof Appended.Done done) {
            fresh += done.records().size();
            have = have.union(done.applied());
            if (done.heldAside() > 0) {
                // What is held aside may have superseded what no other page tells of: nothing counts as applied but
                // what is.
                bookmark = new Bookmark(bookmark.position(), bookmark.covers().map(covers -> DotSet.EMPTY));
            }
            return goOn();
        }
        if (appended instanceof Appended.Failed failed) {
            getContext().getLog().warn("What was fetched could not be written: {}", failed.reason());
        }
        return finish(Outcome.UNWRITTEN);
    }

    /** What the page held is on disk. */
    private Behavior<Command> goOn() {
        if (covering) {
            return finish(Outcome.COMPLETE);
        }
        if (next.isPresent()) {
            bookmark = new Bookmark(next.get(), bookmark.covers());
            ask();
            return this;
        }
        if (!bookmark.isInSnapshot()) {
            return finish(Outcome.COMPLETE);
        }
        covering = true;
        journal.tell(new JournalCommand.Cover(bookmark.covers().orElse(DotSet.EMPTY), task.peer(), answers));
        timers.startSingleTimer(Late.APPEND, settings.appendPatience());
        return this;
    }

    /** Two nodes do not see each other at the same moment, and who is not seen yet is not answered. */
    private Behavior<Command> onListening() {
        if (!answered && timers.isTimerActive(Late.PAGE)) {
            ask();
        }
        return this;
    }

    private Behavior<Command> onLate(Late late) {
        attempts++;
        if (late == Late.APPEND) {
            return finish(Outcome.UNWRITTEN);
        }
        if (attempts >= mostAttempts()) {
            return finish(Outcome.BROKEN_OFF);
        }
        if (!answered) {
            owner.tell(new Silent(task.peer()));
        }
        ask();
        return this;
    }

    private Behavior<Command> finish(Outcome outcome) {
        var from = outcome == Outcome.COMPLETE ? Bookmark.START : bookmark;
        owner.tell(new Finished(task.peer(), outcome, fresh, from));
        return Behaviors.stopped();
    }
}

package dev.till.node.replication.catchup;

import dev.till.node.message.Durable;
import dev.till.node.message.JournalCommand;
import dev.till.node.replication.catchup.PullSession.Finished;
import dev.till.node.replication.catchup.PullSession.Outcome;
import dev.till.node.replication.catchup.PullSession.Report;
import dev.till.node.replication.catchup.PullSession.Silent;
import dev.till.node.replication.catchup.PullSession.SnapshotBegun;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.PagePart;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Compares what this device has with what peers say to have, and fetches the difference.
 *
 * <p>What a peer has just said may still be on its way as a push. So only what was missing at one look and still is at the
 * next is fetched, unless the peer has just come into reach.
 */
public final class CatchUp extends AbstractBehavior<CatchUp.Command> {

    /** What it reacts to. */
    public sealed interface Command {}

    /** A batch is on this node's disk. */
    public record Written(Durable durable) implements Command {}

    /** What each peer that can be reached says to have, and where to ask it. */
    public record Offered(
            SortedMap<DeviceId, DotSet> heads, SortedMap<DeviceId, ActorRef<PeerMessage>> peers, boolean urgent)
            implements Command {}

    /** A part of a page has come. */
    public record Arrived(PagePart part) implements Command {}

    private record Reported(Report report) implements Command {}

    /** A session has stopped; when it has not reported before, it failed. */
    private record Ended(DeviceId peer, ActorRef<PullSession.Command> session) implements Command {}

    private record Rested(DeviceId peer) implements Command {}

    private enum Timer implements Command {
        LOOK,
        FUTILE_OVER
    }

    /** @param silent whether others may be asked for the same */
    private record Session(ActorRef<PullSession.Command> ref, DotSet wanted, boolean silent) {}

    private final DeviceId self;
    private final PullSettings settings;
    private final TimerScheduler<Command> timers;
    private final ActorRef<JournalCommand> journal;
    private final ActorRef<Report> reports;
    private final TreeMap<DeviceId, Session> sessions = new TreeMap<>();
    private final Map<DeviceId, Duration> rests = new HashMap<>();
    private final Map<DeviceId, Bookmark> bookmarks = new HashMap<>();
    private SortedMap<DeviceId, ActorRef<PeerMessage>> peers = Collections.emptySortedMap();
    private SortedMap<DeviceId, DotSet> heads = Collections.emptySortedMap();
    private SortedMap<DeviceId, DotSet> ripe = Collections.emptySortedMap();
    private DotSet own = DotSet.EMPTY;
    private DotSet futile = DotSet.EMPTY;
    private Optional<DeviceId> snapshotOf = Optional.empty();
    private long requests;

    private CatchUp(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            DeviceId self,
            PullSettings settings,
            ActorRef<JournalCommand> journal) {
        super(context);
        this.timers = timers;
        this.self = self;
        this.settings = settings;
        this.journal = journal;
        reports = context.messageAdapter(Report.class, Reported::new);
    }

    /** A catch-up that is told of batches and heads, and appends by itself what it fetches. */
    public static Behavior<Command> create(DeviceId self, PullSettings settings, ActorRef<JournalCommand> journal) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new CatchUp(context, timers, self, settings, journal)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Written.class, this::onWritten)
                .onMessage(Offered.class, this::onOffered)
                .onMessage(Arrived.class, this::onArrived)
                .onMessage(Reported.class, this::onReported)
                .onMessage(Ended.class, this::onEnded)
                .onMessage(Rested.class, rested -> fetchAndLookAgain())
                .onMessage(Timer.class, this::onTimer)
                .build();
    }

    private Behavior<Command> onWritten(Written written) {
        own = written.durable().applied();
        return this;
    }

    private Behavior<Command> onOffered(Offered offered) {
        heads = offered.heads();
        offered.peers().keySet().stream()
                .filter(peer -> !peers.containsKey(peer))
                .forEach(this::forgive);
        peers = offered.peers();
        sessions.entrySet().removeIf(entry -> {
            boolean gone = !peers.containsKey(entry.getKey());
            if (gone) {
                getContext().stop(entry.getValue().ref());
                endSnapshotOf(entry.getKey());
            }
            return gone;
        });
        if (offered.urgent()) {
            sessions.values().forEach(session -> session.ref().tell(PullSession.Listening.NOW));
            ripe = heads;
            return fetchAndLookAgain();
        }
        return lookSoon();
    }

    private Behavior<Command> onArrived(Arrived arrived) {
        var session = sessions.get(arrived.part().from());
        if (session != null) {
            session.ref().tell(new PullSession.Arrived(arrived.part()));
        }
        return this;
    }

    private Behavior<Command> onTimer(Timer timer) {
        if (timer == Timer.FUTILE_OVER) {
            futile = DotSet.EMPTY;
        }
        fetch();
        ripe = heads;
        return lookSoon();
    }

    private Behavior<Command> fetchAndLookAgain() {
        fetch();
        return lookSoon();
    }

    private Behavior<Command> lookSoon() {
        boolean complete = heads.entrySet().stream()
                .filter(entry -> peers.containsKey(entry.getKey()))
                .allMatch(entry -> entry.getValue().minus(own).minus(futile).isEmpty());
        if (!complete && !timers.isTimerActive(Timer.LOOK)) {
            timers.startSingleTimer(Timer.LOOK, settings.look());
        }
        return this;
    }

    private void fetch() {
        if (snapshotOf.isPresent()) {
            return;
        }
        var talking =
                sessions.values().stream().filter(session -> !session.silent()).toList();
        var coming = talking.stream().map(Session::wanted).reduce(futile, DotSet::union);
        var plan = PullPlan.of(own.union(coming), offers(), settings.sessions() - talking.size());
        var planned = plan.wanted().values().stream().reduce(coming, DotSet::union);
        plan.wanted().forEach((peer, wanted) -> {
            if (snapshotOf.isEmpty()) {
                // Everything it has and we lack, unless another is asked for it.
                var have = own.union(planned.minus(wanted));
                sessions.put(peer, new Session(spawn(peer, have), wanted, false));
            }
        });
    }

    private SortedMap<DeviceId, DotSet> offers() {
        var offers = new TreeMap<DeviceId, DotSet>();
        ripe.forEach((peer, head) -> {
            boolean free = !sessions.containsKey(peer) && !timers.isTimerActive(peer);
            if (free && peers.containsKey(peer)) {
                offers.put(peer, head);
            }
        });
        return offers;
    }

    private ActorRef<PullSession.Command> spawn(DeviceId peer, DotSet have) {
        var bookmark = bookmarks.getOrDefault(peer, Bookmark.START);
        if (bookmark.isInSnapshot()) {
            snapshotOf = Optional.of(peer);
        }
        requests += 1L << 32;
        var task = new PullSession.Task(peer, peers.get(peer), have, bookmark, requests);
        var session = getContext().spawnAnonymous(PullSession.create(self, task, settings, journal, reports));
        getContext().watchWith(session, new Ended(peer, session));
        return session;
    }

    private Behavior<Command> onEnded(Ended ended) {
        var session = sessions.get(ended.peer());
        if (session != null && session.ref().equals(ended.session())) {
            onFinished(new Finished(ended.peer(), Outcome.BROKEN_OFF, 0, Bookmark.START));
        }
        return this;
    }

    private Behavior<Command> onReported(Reported reported) {
        if (reported.report() instanceof SnapshotBegun begun) {
            onSnapshotBegun(begun.peer());
        } else if (reported.report() instanceof Silent silent) {
            sessions.computeIfPresent(
                    silent.peer(), (peer, session) -> new Session(session.ref(), session.wanted(), true));
            return fetchAndLookAgain();
        } else if (reported.report() instanceof Finished finished) {
            onFinished(finished);
        }
        return this;
    }

    /** A snapshot holds nearly everything, whoever gives it: one at a time. */
    private void onSnapshotBegun(DeviceId peer) {
        if (snapshotOf.isEmpty()) {
            snapshotOf = Optional.of(peer);
        } else if (!snapshotOf.get().equals(peer) && sessions.containsKey(peer)) {
            getContext().stop(sessions.remove(peer).ref());
        }
    }

    private void endSnapshotOf(DeviceId peer) {
        snapshotOf = snapshotOf.filter(other -> !other.equals(peer));
    }

    private void onFinished(Finished finished) {
        var session = sessions.remove(finished.peer());
        if (session == null) {
            return;
        }
        endSnapshotOf(finished.peer());
        if (finished.bookmark().isInSnapshot()) {
            bookmarks.put(finished.peer(), finished.bookmark());
        } else {
            bookmarks.remove(finished.peer());
        }
        if (finished.fresh() > 0) {
            getContext()
                    .getLog()
                    .info(
                            "Fetched {} datagrams from {}",
                            finished.fresh(),
                            finished.peer().abbreviated());
            rests.remove(finished.peer());
        }
        switch (finished.outcome()) {
            case BROKEN_OFF -> leaveAlone(finished.peer());
            // Not the peer's fault, and over as soon as somebody frees the disk: pauses that grow would outlast it.
            case UNWRITTEN -> rest(finished.peer(), settings.rest());
            case COMPLETE -> {
                if (finished.fresh() == 0) {
                    giveUpOn(session.wanted().minus(own));
                }
            }
        }
        fetchAndLookAgain();
    }

    /** What a peer failed to answer while it was going out of reach says nothing of it now. */
    private void forgive(DeviceId peer) {
        rests.remove(peer);
        timers.cancel(peer);
    }

    private void leaveAlone(DeviceId peer) {
        var rest = rests.getOrDefault(peer, settings.rest());
        rest(peer, rest);
        var longer = rest.multipliedBy(2);
        rests.put(peer, longer.compareTo(settings.longestRest()) > 0 ? settings.longestRest() : longer);
    }

    private void rest(DeviceId peer, Duration rest) {
        timers.startSingleTimer(peer, new Rested(peer), rest);
    }

    /** The peer had nothing new to give of what it said to have: held aside here, or unreadable there. */
    private void giveUpOn(DotSet wanted) {
        if (wanted.isEmpty()) {
            return;
        }
        futile = futile.union(wanted);
        if (!timers.isTimerActive(Timer.FUTILE_OVER)) {
            timers.startSingleTimer(Timer.FUTILE_OVER, settings.futile());
        }
    }
}

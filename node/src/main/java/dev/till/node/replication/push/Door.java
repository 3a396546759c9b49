package dev.till.node.replication.push;

import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.replication.link.Batch;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.Acked;
import dev.till.node.replication.link.PeerMessage.HeadAdvert;
import dev.till.node.replication.link.PeerMessage.PagePart;
import dev.till.node.replication.link.PeerMessage.Pull;
import dev.till.node.replication.link.PeerMessage.Push;
import dev.till.node.replication.link.PeerMessage.TimeAsked;
import dev.till.node.replication.link.PeerMessage.TimeTold;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.wire.MalformedException;
import java.util.List;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Where peers' messages arrive. Takes pushes straight to the journal, with one append under way for each peer, and passes
 * everything else to who knows about it. Whoever is no reachable member is not listened to.
 */
public final class Door extends AbstractBehavior<Object> {

    /** Whom the door passes what it does not deal with itself. */
    public interface House {
        /** A peer has dealt with our pushes up to a number. */
        void acked(Acked acked);

        /** A peer has told a head. */
        void advertised(HeadAdvert advert);

        /** A peer asks for a page. */
        void pulled(Pull pull);

        /** A part of a page that we asked for. */
        void paged(PagePart part);

        /** A peer asks what our clock shows. */
        void timeAsked(TimeAsked asked);

        /** A peer tells what its clock shows. */
        void timeTold(TimeTold told);

        /** Pushes of {@code to} up to {@code number} have been dealt with, and {@code applied} is on disk. */
        void acknowledge(DeviceId to, long number, DotSet applied);
    }

    private record PeersChanged(Reachable reachable) {}

    private record Landed(DeviceId peer, Appended appended) {}

    private record Overdue(DeviceId peer) {}

    private final TimerScheduler<Object> timers;
    private final PushSettings settings;
    private final ActorRef<JournalCommand> journal;
    private final House house;
    private final TreeMap<DeviceId, Intake> intakes = new TreeMap<>();

    private Door(
            ActorContext<Object> context,
            TimerScheduler<Object> timers,
            PushSettings settings,
            ActorRef<JournalCommand> journal,
            House house) {
        super(context);
        this.timers = timers;
        this.settings = settings;
        this.journal = journal;
        this.house = house;
    }

    /** A door; its path is where all nodes send to. */
    public static Behavior<PeerMessage> create(
            PushSettings settings,
            ActorRef<JournalCommand> journal,
            ActorRef<Neighbours.Command> neighbours,
            House house) {
        // Peers see only the peer messages of what it understands.
        return Behaviors.<Object>setup(context -> Behaviors.withTimers(timers -> {
                    neighbours.tell(
                            new Neighbours.Subscribe(context.messageAdapter(Reachable.class, PeersChanged::new)));
                    return new Door(context, timers, settings, journal, house);
                }))
                .narrow();
    }

    @Override
    public Receive<Object> createReceive() {
        return newReceiveBuilder()
                .onMessage(Push.class, this::onPush)
                .onMessage(Landed.class, this::onLanded)
                .onMessage(Acked.class, acked -> pass(acked, () -> house.acked(acked)))
                .onMessage(HeadAdvert.class, advert -> pass(advert, () -> house.advertised(advert)))
                .onMessage(Pull.class, pull -> pass(pull, () -> house.pulled(pull)))
                .onMessage(PagePart.class, part -> pass(part, () -> house.paged(part)))
                .onMessage(TimeAsked.class, asked -> pass(asked, () -> house.timeAsked(asked)))
                .onMessage(TimeTold.class, told -> pass(told, () -> house.timeTold(told)))
                .onMessage(PeersChanged.class, changed -> onPeers(changed.reachable()))
                .onMessage(Overdue.class, this::onOverdue)
                .build();
    }

    private Behavior<Object> pass(PeerMessage message, Runnable on) {
        if (intakes.containsKey(message.from())) {
            on.run();
        }
        return this;
    }

    private Behavior<Object> onPush(Push push) {
        var intake = intakes.get(push.from());
        if (intake != null && intake.hasRoomFor(push)) {
            try {
                intake.add(push, ownDatagrams(push));
                appendNext(push.from(), intake);
            } catch (MalformedException e) {
                getContext()
                        .getLog()
                        .warn("A push of {} was dropped: {}", push.from().abbreviated(), e.getMessage());
            }
        }
        return this;
    }

    /** A push carries what its sender wrote itself: that is what its connection vouches for. */
    private static List<Datagram> ownDatagrams(Push push) throws MalformedException {
        var datagrams = Batch.decode(push.batch());
        for (Datagram datagram : datagrams) {
            if (!datagram.dot().device().isOriginOf(push.from())) {
                throw new MalformedException("dot: " + datagram.dot() + " (expected: one of "
                        + push.from().abbreviated() + ")");
            }
        }
        return datagrams;
    }

    private void appendNext(DeviceId peer, Intake intake) {
        intake.next().ifPresent(append -> {
            journal.tell(append);
            timers.startSingleTimer(peer, new Overdue(peer), settings.appendPatience());
        });
    }

    private Behavior<Object> onLanded(Landed landed) {
        var intake = intakes.get(landed.peer());
        if (intake == null) {
            return this;
        }
        timers.cancel(landed.peer());
        long number = intake.done();
        if (landed.appended() instanceof Appended.Done done) {
            house.acknowledge(landed.peer(), number, done.applied());
        } else if (landed.appended() instanceof Appended.Failed failed) {
            getContext()
                    .getLog()
                    .warn("Datagrams of {} were not written: {}", landed.peer().abbreviated(), failed.reason());
        }
        appendNext(landed.peer(), intake);
        return this;
    }

    /** The journal owes an answer. What waited is dropped; its late answer will find nobody. */
    private Behavior<Object> onOverdue(Overdue overdue) {
        var stuck = intakes.get(overdue.peer());
        if (stuck != null) {
            getContext()
                    .getLog()
                    .warn(
                            "The journal did not answer about {} in time",
                            overdue.peer().abbreviated());
            close(stuck);
            intakes.put(overdue.peer(), open(overdue.peer()));
        }
        return this;
    }

    private Behavior<Object> onPeers(Reachable now) {
        intakes.entrySet().removeIf(entry -> {
            boolean gone = !now.peers().containsKey(entry.getKey());
            if (gone) {
                timers.cancel(entry.getKey());
                close(entry.getValue());
            }
            return gone;
        });
        now.peers().keySet().forEach(peer -> intakes.computeIfAbsent(peer, this::open));
        return this;
    }

    private Intake open(DeviceId peer) {
        // The journal's answers do not say whom they are about; an address for each peer does.
        ActorRef<Object> door = getContext().getSelf();
        ActorRef<Appended> answers = getContext().spawnAnonymous(Behaviors.receiveMessage(appended -> {
            door.tell(new Landed(peer, appended));
            return Behaviors.same();
        }));
        return new Intake(peer, answers, 2 * settings.windowBytes());
    }

    private void close(Intake intake) {
        getContext().stop(intake.answers());
    }
}

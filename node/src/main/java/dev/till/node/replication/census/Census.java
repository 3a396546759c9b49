package dev.till.node.replication.census;

import dev.till.node.message.Durable;
import dev.till.node.message.FleetCommand;
import dev.till.node.replication.gossip.HeadGossip;
import dev.till.node.replication.gossip.Heads;
import dev.till.node.replication.link.Head;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.Acked;
import dev.till.node.replication.link.PeerMessage.HeadAdvert;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Owns what is known of every device's head, its own included. Speaks when something has changed and settled, and is
 * silent while nothing does.
 */
public final class Census extends AbstractBehavior<Census.Command> {

    /** What the census is told. */
    public sealed interface Command {}

    /** A batch is on this node's disk. */
    public record Written(Durable durable) implements Command {}

    /** A peer has told us a head in a message of its own. */
    public record Told(DeviceId from, DeviceId about, Head head) implements Command {}

    /** Tell {@code to} that its pushes up to {@code number} are dealt with and that {@code applied} is on disk. */
    public record Acknowledge(DeviceId to, long number, DotSet applied) implements Command {}

    private record Gossiped(Heads heads) implements Command {}

    private record PeersChanged(Reachable reachable) implements Command {}

    private enum Settled implements Command {
        NOW
    }

    private enum Repeat implements Command {
        NOW
    }

    /** Who is told what follows from heads. */
    public interface Audience {
        /** Something has changed and settled, or {@code urgent}: a peer has just come into reach. */
        void surveyed(Survey survey, boolean urgent);

        /** Others remember that this device had applied these, which it lacks. */
        default void remembered(DotSet lost) {}
    }

    /** A peer that does not answer our first adverts is told every so many times less often. */
    private static final int SELDOM = 20;

    /**
     * A head that stays as it is, is told again after so many times the time to settle, one after the other. What is said to a
     * peer that has just come is often lost, for its system and ours have not shaken hands yet.
     */
    private static final List<Integer> REPEATS = List.of(3, 7, 20);

    private final DeviceId self;
    private final Duration settle;
    private final TimerScheduler<Command> timers;
    private final ActorRef<FleetCommand> fleet;
    private final ActorRef<HeadGossip.Command> gossip;
    private final Audience audience;
    private final Regress regress = new Regress();
    private final TreeMap<DeviceId, Head> heads = new TreeMap<>();
    private final Set<DeviceId> heard = new HashSet<>();
    private Reachable reachable = Reachable.NOBODY;
    private DotSet own = DotSet.EMPTY;
    private Head told = Head.NONE;
    private Survey surveyed = Survey.BLANK;
    private boolean started;
    private long epoch;
    private int repeats;
    private long looks;

    private Census(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            DeviceId self,
            Duration settle,
            ActorRef<FleetCommand> fleet,
            ActorRef<HeadGossip.Command> gossip,
            Audience audience) {
        super(context);
        this.timers = timers;
        this.self = self;
        this.settle = settle;
        this.fleet = fleet;
        this.gossip = gossip;
        this.audience = audience;
    }

    /** A census that lets changes settle for {@code settle} before it speaks of them. */
    public static Behavior<Command> create(
            DeviceId self,
            Duration settle,
            ActorRef<FleetCommand> fleet,
            ActorRef<Neighbours.Command> neighbours,
            ActorRef<HeadGossip.Command> gossip,
            Audience audience) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            neighbours.tell(new Neighbours.Subscribe(context.messageAdapter(Reachable.class, PeersChanged::new)));
            gossip.tell(new HeadGossip.Subscribe(context.messageAdapter(Heads.class, Gossiped::new)));
            return new Census(context, timers, self, settle, fleet, gossip, audience);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Written.class, written -> onWritten(written.durable()))
                .onMessage(Acknowledge.class, this::onAcknowledge)
                .onMessage(Told.class, this::onTold)
                .onMessage(Gossiped.class, this::onGossiped)
                .onMessage(PeersChanged.class, changed -> onPeers(changed.reachable()))
                .onMessage(Settled.class, now -> onSettled())
                .onMessage(Repeat.class, now -> onRepeat())
                .build();
    }

    private Behavior<Command> onWritten(Durable durable) {
        own = durable.applied();
        boolean first = !started;
        started = true;
        if (first) {
            reachable.peers().keySet().forEach(this::advertise);
        }
        lookSoon();
        return this;
    }

    private Behavior<Command> onAcknowledge(Acknowledge acknowledge) {
        var peer = reachable.peers().get(acknowledge.to());
        if (peer != null) {
            peer.tell(new Acked(self, acknowledge.number(), Head.of(epoch, acknowledge.applied())));
        }
        return this;
    }

    private Behavior<Command> onTold(Told word) {
        if (word.about().equals(self)) {
            regress.heard(word.head());
            lookSoon();
            return this;
        }
        var known = heads.getOrDefault(word.about(), Head.NONE);
        if (word.from().equals(word.about()) && word.head().epoch() < known.epoch()) {
            // Its memory of its epochs is gone. It learns from us where to go on.
            tell(word.from(), new HeadAdvert(self, word.about(), known));
        }
        boolean grown = learn(word.about(), word.head());
        boolean first = word.from().equals(word.about())
                && reachable.peers().containsKey(word.from())
                && heard.add(word.from());
        if (first) {
            advertise(word.from());
            survey(true);
        } else if (grown) {
            lookSoon();
        }
        return this;
    }

    private Behavior<Command> onGossiped(Gossiped gossiped) {
        gossiped.heads().byDevice().forEach((device, head) -> {
            if (device.equals(self)) {
                regress.heard(head);
                lookSoon();
            } else if (learn(device, head)) {
                lookSoon();
            }
        });
        return this;
    }

    private Behavior<Command> onPeers(Reachable now) {
        var before = reachable;
        reachable = now;
        // Who answers from elsewhere is somebody new, who knows nothing of what was said before.
        Predicate<DeviceId> isAsBefore = peer -> now.peers().containsKey(peer)
                && now.peers().get(peer).equals(before.peers().get(peer));
        heard.removeIf(isAsBefore.negate());
        var arrived = now.peers().keySet().stream().filter(isAsBefore.negate()).toList();
        arrived.forEach(this::advertise);
        if (!arrived.isEmpty()) {
            beginRepeats();
        }
        survey(true);
        lookSoon();
        return this;
    }

    private Behavior<Command> onSettled() {
        looks++;
        if (started) {
            speakInRightEpoch();
            var head = Head.of(epoch, own);
            if (!head.equals(told)) {
                told = head;
                reachable.peers().keySet().forEach(this::advertise);
                gossip.tell(new HeadGossip.Own(head));
                beginRepeats();
                lookSoon();
            }
        }
        survey(false);
        remindTheSilent();
        return this;
    }

    /** The last advert may have been lost, and nothing that comes after it would tell the same. */
    private Behavior<Command> onRepeat() {
        reachable.peers().keySet().forEach(this::advertise);
        repeatLater();
        return this;
    }

    private void beginRepeats() {
        repeats = 0;
        repeatLater();
    }

    private void repeatLater() {
        if (repeats < REPEATS.size()) {
            timers.startSingleTimer(Repeat.NOW, settle.multipliedBy(REPEATS.get(repeats)));
            repeats++;
        }
    }

    private void speakInRightEpoch() {
        long right = regress.look(epoch, own);
        if (right > epoch) {
            getContext().getLog().info("What is applied here is told in epoch {} from now on", right);
            audience.remembered(regress.lost(own));
        }
        epoch = right;
        if (regress.isSuspected()) {
            lookSoon();
        }
    }

    /** An advert may have come before the peer listened, or been lost: until it has spoken, it is told again. */
    private void remindTheSilent() {
        var silent = new HashSet<>(reachable.peers().keySet());
        silent.removeAll(heard);
        if (silent.isEmpty()) {
            return;
        }
        if (looks < SELDOM || looks % SELDOM == 0) {
            silent.forEach(this::advertise);
        }
        lookSoon();
    }

    private boolean learn(DeviceId device, Head head) {
        var before = heads.getOrDefault(device, Head.NONE);
        var after = before.merge(head);
        if (after.equals(before)) {
            return false;
        }
        heads.put(device, after);
        fleet.tell(new FleetCommand.PeerApplied(device, after.applied()));
        return true;
    }

    private void survey(boolean urgent) {
        var now = new Survey(own, heads, reachable, heard);
        if (started && (urgent || !now.equals(surveyed))) {
            surveyed = now;
            audience.surveyed(now, urgent);
        }
    }

    private void advertise(DeviceId peer) {
        if (started) {
            tell(peer, new HeadAdvert(self, self, Head.of(epoch, own)));
        }
    }

    private void tell(DeviceId peer, PeerMessage message) {
        var ref = reachable.peers().get(peer);
        if (ref != null) {
            ref.tell(message);
        }
    }

    private void lookSoon() {
        if (!timers.isTimerActive(Settled.NOW)) {
            timers.startSingleTimer(Settled.NOW, settle);
        }
    }
}

package dev.till.node.trust;

import dev.till.node.message.TrustCommand;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.trust.DeviceList;
import dev.till.protocol.trust.DeviceListCodec;
import dev.till.protocol.wire.MalformedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.util.ByteString;

/**
 * Carries the device list between the nodes of a cluster: whole to everyone when it changed, and as a digest to everyone
 * now and then, which repairs what got lost. Lists only grow, so any order will do.
 *
 * <p>Digests come at once when somebody is new, and then after ever longer pauses: what is said to a node that has just come
 * back is easily lost, and until it has the list it lets nobody in whom it has not heard of.
 *
 * <p>Lives in the cluster system and is made anew with it.
 */
public final class DeviceListGossip extends AbstractBehavior<DeviceListGossip.Command> {

    sealed interface Command permits GossipMessage, Listed, Changed, Tick {}

    /** Where the other nodes are, by incarnation. */
    record Listed(Map<UniqueAddress, ActorRef<GossipMessage>> others) implements Command {}

    private record Changed(DeviceList list) implements Command {}

    private enum Tick implements Command {
        NOW
    }

    /** How often digests are compared while nobody is new. */
    static final Duration PACE = Duration.ofSeconds(15);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final ActorRef<TrustCommand> trust;
    private final TimerScheduler<Command> timers;
    private final Duration pace;
    private final ActorRef<GossipMessage> self;
    private Duration pause = FIRST_PAUSE;
    private Map<UniqueAddress, ActorRef<GossipMessage>> others = Map.of();
    private Optional<DeviceList> list = Optional.empty();
    private ByteString encoded = ByteString.emptyByteString();

    private DeviceListGossip(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ActorRef<TrustCommand> trust,
            Duration pace) {
        super(context);
        this.trust = trust;
        this.timers = timers;
        this.pace = pace;
        self = context.getSelf().narrow();
        trust.tell(new TrustCommand.Subscribe(context.messageAdapter(DeviceList.class, Changed::new)));
        tickAfter(FIRST_PAUSE);
    }

    /** Gossips for the owner of this node's list, which lives outside the cluster system. */
    public static Behavior<?> create(ActorRef<TrustCommand> trust) {
        return Behaviors.<Command>setup(context -> {
            var self = context.getSelf();
            var path = self.path().toStringWithoutAddress();
            context.spawn(Colleagues.create(path, others -> self.tell(new Listed(others))), "colleagues");
            return create(trust, PACE);
        });
    }

    /** The same, and has to be told where the others are. */
    static Behavior<Command> create(ActorRef<TrustCommand> trust, Duration pace) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new DeviceListGossip(context, timers, trust, pace)));
    }

    /** Equal lists have equal digests; other lists have others, as far as SHA-256 is concerned. */
    static String digest(byte[] encoded) {
        return DeviceId.of(encoded).toString();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Listed.class, this::onListed)
                .onMessage(Changed.class, this::onChanged)
                .onMessageEquals(Tick.NOW, this::onTick)
                .onMessage(GossipMessage.Summary.class, this::onSummary)
                .onMessage(GossipMessage.Whole.class, this::onWhole)
                .build();
    }

    private Behavior<Command> onListed(Listed listed) {
        var news = new HashMap<>(listed.others());
        news.keySet().removeAll(others.keySet());
        others = listed.others();
        news.values().forEach(this::summarize);
        if (!news.isEmpty()) {
            tickAfter(FIRST_PAUSE);
        }
        return this;
    }

    private Behavior<Command> onChanged(Changed changed) {
        list = Optional.of(changed.list());
        encoded = ByteString.fromArrayUnsafe(DeviceListCodec.encode(changed.list()));
        others.values().forEach(other -> other.tell(whole()));
        return this;
    }

    private Behavior<Command> onTick() {
        others.values().forEach(this::summarize);
        tickAfter(pause.multipliedBy(2));
        return this;
    }

    private void tickAfter(Duration next) {
        pause = next.compareTo(pace) < 0 ? next : pace;
        timers.startSingleTimer(Tick.NOW, pause);
    }

    private Behavior<Command> onSummary(GossipMessage.Summary summary) {
        if (list.isPresent() && !summary.digest().equals(digest())) {
            summary.from().tell(whole());
        }
        return this;
    }

    private Behavior<Command> onWhole(GossipMessage.Whole whole) {
        if (list.isEmpty() || whole.list().equals(encoded)) {
            return this;
        }
        var ours = list.get();
        try {
            var theirs = DeviceListCodec.decode(whole.list().toArray(), ours.entries());
            if (theirs.fleet().equals(ours.fleet())) {
                if (!ours.entries().keySet().containsAll(theirs.entries().keySet())) {
                    trust.tell(new TrustCommand.Learn(theirs));
                }
                if (!theirs.entries().keySet().containsAll(ours.entries().keySet())) {
                    whole.replyTo().ifPresent(other -> other.tell(new GossipMessage.Whole(encoded, Optional.empty())));
                }
            }
        } catch (MalformedException e) {
            getContext().getLog().warn("A peer's device list is not to be believed: {}", e.getMessage());
        }
        return this;
    }

    private GossipMessage whole() {
        return new GossipMessage.Whole(encoded, Optional.of(self));
    }

    private void summarize(ActorRef<GossipMessage> other) {
        if (list.isPresent()) {
            other.tell(new GossipMessage.Summary(digest(), self));
        }
    }

    private String digest() {
        return digest(encoded.toArray());
    }
}

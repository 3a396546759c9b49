package dev.till.node.membership;

import dev.till.node.membership.ClusterNews.Member;
import dev.till.node.membership.ClusterNews.Phase;
import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.remote.artery.ThisActorSystemQuarantinedEvent;

/** The guardian of a cluster system: tells its owner outside what happens, and starts the guest once it has joined. */
final class ClusterRoot extends AbstractBehavior<ClusterRoot.Event> {

    /** Where a node listens for greetings. */
    static final String GREETER = "greeter";

    sealed interface Event {}

    private record Happened(ClusterEvent.ClusterDomainEvent event) implements Event {}

    private record Rejected(ThisActorSystemQuarantinedEvent event) implements Event {}

    private final ActorRef<ClusterNews> news;
    private final Supplier<Behavior<?>> guest;
    private final UniqueAddress self;
    private final Map<UniqueAddress, org.apache.pekko.cluster.Member> members = new TreeMap<>();
    private final Set<String> unreachableDevices = new HashSet<>();
    private final Set<UniqueAddress> unreachableSeats = new HashSet<>();
    private boolean guestStarted;

    private ClusterRoot(ActorContext<Event> context, ActorRef<ClusterNews> news, Supplier<Behavior<?>> guest) {
        super(context);
        this.news = news;
        this.guest = guest;
        var cluster = Cluster.get(Adapter.toClassic(context.getSystem()));
        self = cluster.selfUniqueAddress();
        cluster.subscribe(
                Adapter.toClassic(context.messageAdapter(ClusterEvent.ClusterDomainEvent.class, Happened::new)),
                ClusterEvent.initialStateAsEvents(),
                ClusterEvent.MemberEvent.class,
                ClusterEvent.ReachabilityEvent.class,
                ClusterEvent.DataCenterReachabilityEvent.class);
        Adapter.toClassic(context.getSystem())
                .eventStream()
                .subscribe(
                        Adapter.toClassic(context.messageAdapter(ThisActorSystemQuarantinedEvent.class, Rejected::new)),
                        ThisActorSystemQuarantinedEvent.class);
        context.spawn(greeter(news), GREETER);
        context.spawn(GossipPace.create(), "gossip-pace");
    }

    static Behavior<Event> create(ActorRef<ClusterNews> news, Supplier<Behavior<?>> guest) {
        return Behaviors.setup(context -> new ClusterRoot(context, news, guest));
    }

    private static Behavior<Greeting> greeter(ActorRef<ClusterNews> news) {
        return Behaviors.receiveMessage(greeting -> {
            news.tell(new ClusterNews.Met(greeting));
            return Behaviors.same();
        });
    }

    @Override
    public Receive<Event> createReceive() {
        return newReceiveBuilder()
                .onMessage(Happened.class, happened -> onHappened(happened.event()))
                .onMessage(Rejected.class, this::onRejected)
                .onSignal(PostStop.class, stopped -> onPostStop())
                .build();
    }

    /** This actor is the first that stops, whoever ends the system and why. */
    private Behavior<Event> onPostStop() {
        Streams.cutIfTheyHoldUp(getContext().getSystem());
        return this;
    }

    private Behavior<Event> onRejected(Rejected rejected) {
        news.tell(new ClusterNews.Quarantined(
                rejected.event().remoteAddress().address().toString()));
        return this;
    }

    private Behavior<Event> onHappened(ClusterEvent.ClusterDomainEvent event) {
        if (event instanceof ClusterEvent.MemberRemoved removed) {
            members.remove(removed.member().uniqueAddress());
            unreachableSeats.remove(removed.member().uniqueAddress());
        } else if (event instanceof ClusterEvent.MemberEvent changed) {
            members.put(changed.member().uniqueAddress(), changed.member());
        } else if (event instanceof ClusterEvent.UnreachableMember unreachable) {
            unreachableSeats.add(unreachable.member().uniqueAddress());
        } else if (event instanceof ClusterEvent.ReachableMember reachable) {
            unreachableSeats.remove(reachable.member().uniqueAddress());
        } else if (event instanceof ClusterEvent.UnreachableDataCenter unreachable) {
            unreachableDevices.add(unreachable.dataCenter());
        } else if (event instanceof ClusterEvent.ReachableDataCenter reachable) {
            unreachableDevices.remove(reachable.dataCenter());
        }
        startGuestOnceUp();
        news.tell(new ClusterNews.MembersChanged(snapshot()));
        return this;
    }

    private void startGuestOnceUp() {
        var me = members.get(self);
        if (!guestStarted && me != null && phase(me.status()).takesPart()) {
            guestStarted = true;
            getContext().spawn(guest.get(), "guest");
        }
    }

    private List<Member> snapshot() {
        return members.values().stream()
                .map(this::described)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Empty for a member whose data center is no device id: it is none of ours. */
    private Optional<Member> described(org.apache.pekko.cluster.Member member) {
        try {
            var seat = seat(member.uniqueAddress());
            boolean reachable = !unreachableDevices.contains(member.dataCenter())
                    && !unreachableSeats.contains(member.uniqueAddress());
            return Optional.of(
                    new Member(seat, DeviceId.parse(member.dataCenter()), phase(member.status()), reachable));
        } catch (IllegalArgumentException e) {
            getContext().getLog().warn("Ignoring member [{}]: {}", member.uniqueAddress(), e.getMessage());
            return Optional.empty();
        }
    }

    static Seat seat(UniqueAddress unique) {
        var address = unique.address();
        var host = address.host().get();
        int port = (Integer) address.port().get();
        boolean bracketed = host.startsWith("[");
        return new Seat(new Endpoint(bracketed ? host.substring(1, host.length() - 1) : host, port), unique.longUid());
    }

    private static Phase phase(MemberStatus status) {
        if (status == MemberStatus.up()) {
            return Phase.UP;
        }
        if (status == MemberStatus.weaklyUp()) {
            return Phase.WEAK;
        }
        if (status == MemberStatus.leaving() || status == MemberStatus.exiting()) {
            return Phase.LEAVING;
        }
        return status == MemberStatus.down() || status == MemberStatus.removed() ? Phase.DOWN : Phase.JOINING;
    }
}

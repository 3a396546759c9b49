package dev.till.node.replication.link;

import dev.till.protocol.id.DeviceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;

/**
 * Knows which peers are members of the cluster and can be reached, and tells its subscribers.
 *
 * <p>Every device is a data center of its own, named by its id. A peer's replication listens at the same path as ours, so
 * it can be spoken to the moment it is a member, whichever incarnation of it is there.
 */
public final class Neighbours extends AbstractBehavior<Neighbours.Command> {

    /** What is asked of it. */
    public sealed interface Command {}

    /** Tell this subscriber now, and whenever it changes, who can be reached. */
    public record Subscribe(ActorRef<Reachable> subscriber) implements Command {}

    private record Happened(ClusterEvent.ClusterDomainEvent event) implements Command {}

    private final DeviceId self;
    private final String path;
    private final List<ActorRef<Reachable>> subscribers = new ArrayList<>();
    private final Map<UniqueAddress, Member> members = new HashMap<>();
    private final Set<String> unreachableDevices = new HashSet<>();
    private final Set<UniqueAddress> unreachableMembers = new HashSet<>();
    private Reachable reachable = Reachable.NOBODY;

    private Neighbours(ActorContext<Command> context, DeviceId self, String path) {
        super(context);
        this.self = self;
        this.path = path;
    }

    /**
     * Follows the cluster of the actor system it runs in.
     *
     * @param path where replication listens in every actor system, without an address
     */
    public static Behavior<Command> create(DeviceId self, String path) {
        return Behaviors.setup(context -> {
            var events = context.messageAdapter(ClusterEvent.ClusterDomainEvent.class, Happened::new);
            Cluster.get(Adapter.toClassic(context.getSystem()))
                    .subscribe(
                            Adapter.toClassic(events),
                            ClusterEvent.initialStateAsEvents(),
                            ClusterEvent.MemberEvent.class,
                            ClusterEvent.ReachabilityEvent.class,
                            ClusterEvent.DataCenterReachabilityEvent.class);
            return new Neighbours(context, self, path);
        });
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Happened.class, happened -> onHappened(happened.event()))
                .build();
    }

    private Behavior<Command> onSubscribe(Subscribe subscribe) {
        subscribers.add(subscribe.subscriber());
        subscribe.subscriber().tell(reachable);
        return this;
    }

    private Behavior<Command> onHappened(ClusterEvent.ClusterDomainEvent event) {
        if (event instanceof ClusterEvent.MemberRemoved removed) {
            members.remove(removed.member().uniqueAddress());
            unreachableMembers.remove(removed.member().uniqueAddress());
        } else if (event instanceof ClusterEvent.MemberEvent changed) {
            members.put(changed.member().uniqueAddress(), changed.member());
        } else if (event instanceof ClusterEvent.UnreachableMember unreachable) {
            unreachableMembers.add(unreachable.member().uniqueAddress());
        } else if (event instanceof ClusterEvent.ReachableMember again) {
            unreachableMembers.remove(again.member().uniqueAddress());
        } else if (event instanceof ClusterEvent.UnreachableDataCenter unreachable) {
            unreachableDevices.add(unreachable.dataCenter());
        } else if (event instanceof ClusterEvent.ReachableDataCenter again) {
            unreachableDevices.remove(again.dataCenter());
        }
        return tellIfChanged();
    }

    private Behavior<Command> tellIfChanged() {
        var newest = new TreeMap<DeviceId, Member>();
        members.values().stream()
                .filter(this::canBeReached)
                .forEach(member -> device(member)
                        .ifPresent(device -> newest.merge(device, member, (a, b) -> a.isOlderThan(b) ? b : a)));
        var peers = new TreeMap<DeviceId, ActorRef<PeerMessage>>();
        newest.forEach((device, member) -> peers.put(device, door(member)));
        var now = new Reachable(peers);
        if (!now.equals(reachable)) {
            reachable = now;
            subscribers.forEach(subscriber -> subscriber.tell(now));
        }
        return this;
    }

    private boolean canBeReached(Member member) {
        return (member.status() == MemberStatus.up() || member.status() == MemberStatus.weaklyUp())
                && !unreachableDevices.contains(member.dataCenter())
                && !unreachableMembers.contains(member.uniqueAddress());
    }

    /** The device whose data center this is; empty for ourselves and for what is no device. */
    private Optional<DeviceId> device(Member member) {
        try {
            return Optional.of(DeviceId.parse(member.dataCenter())).filter(device -> !device.equals(self));
        } catch (IllegalArgumentException e) {
            getContext().getLog().warn("Member {} is left alone: {}", member.address(), e.getMessage());
            return Optional.empty();
        }
    }

    private ActorRef<PeerMessage> door(Member member) {
        return ActorRefResolver.get(getContext().getSystem()).resolveActorRef(member.address() + path);
    }
}

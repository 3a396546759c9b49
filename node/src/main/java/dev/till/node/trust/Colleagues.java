package dev.till.node.trust;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Tells where the same actor is on the other members of the cluster, by its path: as soon as they take part. The
 * receptionist would tell it seconds later, for its lists are replicated themselves.
 */
final class Colleagues extends AbstractBehavior<MemberEvent> {
    private final Consumer<Map<UniqueAddress, ActorRef<GossipMessage>>> reader;
    private final UniqueAddress self;
    private final String path;
    private final Map<UniqueAddress, Member> members = new HashMap<>();

    private Colleagues(
            ActorContext<MemberEvent> context,
            String path,
            Consumer<Map<UniqueAddress, ActorRef<GossipMessage>>> reader) {
        super(context);
        this.path = path;
        this.reader = reader;
        self = Cluster.get(context.getSystem()).selfMember().uniqueAddress();
    }

    /**
     * Tells {@code reader} now and after each change, from this actor's thread.
     *
     * @param path of the actor on every member, without an address
     */
    static Behavior<MemberEvent> create(String path, Consumer<Map<UniqueAddress, ActorRef<GossipMessage>>> reader) {
        return Behaviors.setup(context -> {
            org.apache.pekko.cluster.Cluster.get(Adapter.toClassic(context.getSystem()))
                    .subscribe(
                            Adapter.toClassic(context.getSelf()),
                            ClusterEvent.initialStateAsEvents(),
                            MemberEvent.class);
            return new Colleagues(context, path, reader);
        });
    }

    @Override
    public Receive<MemberEvent> createReceive() {
        return newReceiveBuilder().onMessage(MemberEvent.class, this::onEvent).build();
    }

    private Behavior<MemberEvent> onEvent(MemberEvent event) {
        members.put(event.member().uniqueAddress(), event.member());
        members.values().removeIf(member -> member.status() == MemberStatus.removed());
        reader.accept(members.values().stream()
                .filter(member -> !member.uniqueAddress().equals(self))
                .filter(member -> member.status() == MemberStatus.up() || member.status() == MemberStatus.weaklyUp())
                .collect(Collectors.toUnmodifiableMap(Member::uniqueAddress, this::colleague)));
        return this;
    }

    private ActorRef<GossipMessage> colleague(Member member) {
        return ActorRefResolver.get(getContext().getSystem()).resolveActorRef(member.address() + path);
    }
}

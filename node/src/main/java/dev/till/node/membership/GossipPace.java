package dev.till.node.membership;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.ActorSelection;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.ClusterDomainEvent;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.InternalClusterAction;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;

/**
 * Lets news about the cluster travel fast, and the cluster rest when there is none.
 *
 * <p>Pekko gossips at one interval whether there is news or not, which is either slow for whoever arrives or a steady cost
 * for everybody. Here the interval is long, and whatever changes is followed by rounds of gossip in quick succession until
 * every member in reach has seen it. Whoever has the newest gossip knows who has not seen it, so nobody who lacks something
 * has to notice that by itself. What gets lost all the same waits for the long interval.
 */
final class GossipPace extends AbstractBehavior<GossipPace.Command> {
    /** The time between two rounds while there is news. */
    static final Duration HASTE = Duration.ofMillis(300);

    /** So many rounds without further news are enough: somebody does not answer and is not known to be away yet. */
    static final int ROUNDS = 60;

    enum Command {
        /** The cluster has changed, or somebody has seen that. */
        NEWS,
        /** Time for a round, if one is needed. */
        ROUND
    }

    private final TimerScheduler<Command> timers;
    private final BooleanSupplier settled;
    private final Runnable gossip;
    private int roundsLeft;

    private GossipPace(
            ActorContext<Command> context, TimerScheduler<Command> timers, BooleanSupplier settled, Runnable gossip) {
        super(context);
        this.timers = timers;
        this.settled = settled;
        this.gossip = gossip;
    }

    /** The pace of the cluster of the system it is spawned in. */
    static Behavior<Command> create() {
        return Behaviors.setup(context -> {
            var system = Adapter.toClassic(context.getSystem());
            var cluster = Cluster.get(system);
            cluster.subscribe(
                    Adapter.toClassic(context.messageAdapter(ClusterDomainEvent.class, event -> Command.NEWS)),
                    ClusterEvent.initialStateAsEvents(),
                    ClusterDomainEvent.class);
            ActorSelection core = system.actorSelection("/system/cluster/core/daemon");
            // The round that Pekko has itself take place between two of the interval.
            Object round = InternalClusterAction.GossipSpeedupTick$.MODULE$;
            return create(
                    () -> isSettled(cluster.state()),
                    () -> core.tell(round, org.apache.pekko.actor.ActorRef.noSender()));
        });
    }

    /**
     * The same of any cluster.
     *
     * @param settled whether everybody in reach has seen the latest
     * @param gossip lets one round take place
     */
    static Behavior<Command> create(BooleanSupplier settled, Runnable gossip) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new GossipPace(context, timers, settled, gossip)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessageEquals(Command.NEWS, this::onNews)
                .onMessageEquals(Command.ROUND, this::onRound)
                .build();
    }

    private Behavior<Command> onNews() {
        roundsLeft = ROUNDS;
        if (!timers.isTimerActive(Command.ROUND)) {
            timers.startTimerWithFixedDelay(Command.ROUND, HASTE);
        }
        return this;
    }

    private Behavior<Command> onRound() {
        if (roundsLeft == 0 || settled.getAsBoolean()) {
            timers.cancel(Command.ROUND);
        } else {
            roundsLeft--;
            gossip.run();
        }
        return this;
    }

    /** Whether nobody is on the way in or out, and everybody in reach has seen the latest. */
    static boolean isSettled(CurrentClusterState state) {
        Set<Address> seenBy = state.getSeenBy();
        var away = new HashSet<>(state.getUnreachableDataCenters());
        for (Member member : state.getMembers()) {
            if (!away.contains(member.dataCenter())
                    && (member.status() != MemberStatus.up() || !seenBy.contains(member.address()))) {
                return false;
            }
        }
        return true;
    }
}

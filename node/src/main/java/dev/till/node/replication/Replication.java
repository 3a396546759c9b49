package dev.till.node.replication;

import dev.till.node.message.Durable;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.replication.catchup.CatchUp;
import dev.till.node.replication.catchup.Library;
import dev.till.node.replication.census.Census;
import dev.till.node.replication.census.Survey;
import dev.till.node.replication.clock.Clocks;
import dev.till.node.replication.gossip.HeadGossip;
import dev.till.node.replication.gossip.HotGossip;
import dev.till.node.replication.link.Neighbours;
import dev.till.node.replication.push.Door;
import dev.till.node.replication.push.Pusher;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The replication of one node, as the guardian of its actors in a cluster system. It keeps nothing that is not on disk
 * elsewhere: stopped with its cluster system and created in the next one, it goes on.
 */
public final class Replication {
    private static final String DOOR = "door";
    private static final Duration HEAD_PACE = Duration.ofSeconds(1);
    private static final Duration LEAST_BACKOFF = Duration.ofMillis(200);
    private static final Duration MOST_BACKOFF = Duration.ofSeconds(10);

    /**
     * What lives outside the cluster system and is handed in.
     *
     * @param journal takes what peers send, and tells what is durable
     * @param history answers peers that catch up
     * @param fleet is told what each peer has applied, and tells what all have
     * @param wall this machine's clock
     */
    public record Local(
            DeviceId self,
            ActorRef<JournalCommand> journal,
            ActorRef<HistoryCommand> history,
            ActorRef<FleetCommand> fleet,
            InstantSource wall) {}

    private final ActorContext<Void> context;
    private final ReplicationSettings settings;
    private final Local local;

    private Replication(ActorContext<Void> context, ReplicationSettings settings, Local local) {
        this.context = context;
        this.settings = settings;
        this.local = local;
    }

    /**
     * Replicates within the cluster of the actor system it is spawned in. All nodes must spawn it at the same path. Stopping
     * the actor stops everything.
     */
    public static Behavior<Void> create(ReplicationSettings settings, Local local) {
        Behavior<Void> all = Behaviors.setup(context -> {
            new Replication(context, settings, local).start();
            return Behaviors.empty();
        });
        // The parts know each other, so when one fails all begin anew. None keeps what it could not learn again.
        return Behaviors.supervise(all)
                .onFailure(SupervisorStrategy.restartWithBackoff(LEAST_BACKOFF, MOST_BACKOFF, 0.2));
    }

    private void start() {
        var self = local.self();
        var journal = local.journal();
        var neighbours = spawn("neighbours", Neighbours.create(self, pathOf(DOOR)));
        var catchUp = spawn("catch-up", CatchUp.create(self, settings.pull(), journal));
        var hot = spawn("hot", HotGossip.create(self, settings.gossip(), journal, local.fleet()));
        var heads = spawn("heads", HeadGossip.create(self, HEAD_PACE));
        var library = spawn("library", Library.create(self, local.history(), neighbours));
        var census = spawn(
                "census",
                Census.create(self, settings.settle(), local.fleet(), neighbours, heads, audience(catchUp, hot)));
        var clocks = spawn("clocks", Clocks.create(self, local.wall(), System::nanoTime, journal, neighbours));
        // Catch-up and gossip hear of a batch before the census does, so that no survey finds them behind it.
        List<Consumer<Durable>> followers = List.of(
                durable -> catchUp.tell(new CatchUp.Written(durable)),
                durable -> hot.tell(new HotGossip.Written(durable)),
                durable -> clocks.tell(new Clocks.Written(durable)),
                durable -> census.tell(new Census.Written(durable)));
        var pusher = spawn("pusher", Pusher.create(self, settings.push(), journal, neighbours, followers));
        spawn(
                DOOR,
                Door.create(settings.push(), journal, neighbours, new Rooms(pusher, census, library, catchUp, clocks)));
    }

    private Census.Audience audience(ActorRef<CatchUp.Command> catchUp, ActorRef<HotGossip.Command> hot) {
        return new Census.Audience() {
            @Override
            public void surveyed(Survey survey, boolean urgent) {
                var peers = survey.reachable().peers();
                catchUp.tell(new CatchUp.Offered(survey.offers(), peers, urgent));
                hot.tell(new HotGossip.Present(survey.everywhere(), peers.keySet()));
            }

            @Override
            public void remembered(DotSet lost) {
                local.journal().tell(new JournalCommand.Remembered(lost));
            }
        };
    }

    private <T> ActorRef<T> spawn(String name, Behavior<T> behavior) {
        var child = context.spawn(behavior, name);
        context.watch(child);
        return child;
    }

    /** The path of a child here, which is its path on every node. */
    private String pathOf(String child) {
        return context.getSelf().path().child(child).toStringWithoutAddress();
    }
}

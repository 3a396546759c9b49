package dev.till.node.membership;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import dev.till.protocol.id.FleetId;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.Cluster;

/**
 * One Pekko actor system with remoting: opened, joined once, ended. Ending it is the only way out of its cluster.
 *
 * <p>Every device is a data center of its own (<em>why:</em> within a data center nobody can join while anybody is
 * unreachable, so one sleeping laptop would keep a restarted node outside). Opening and ending block for a second or two:
 * callers do both away from actors.
 */
final class ClusterSystem {
    /** All nodes have the same: Pekko lets only systems of one name form a cluster. */
    private static final String NAME = "till";

    private final ActorSystem<ClusterRoot.Event> system;
    private final Cluster cluster;

    private ClusterSystem(ActorSystem<ClusterRoot.Event> system) {
        this.system = system;
        this.cluster = Cluster.get(Adapter.toClassic(system));
    }

    /** Binds the port and starts; joins nothing yet. Throws a RuntimeException when the port cannot be had. */
    static ClusterSystem open(
            ClusterSpec spec, FleetId fleet, Endpoint listen, int incarnation, ActorRef<ClusterNews> news) {
        var bootstrap =
                BootstrapSetup.create(config(spec, listen)).withClassloader(ClusterSystem.class.getClassLoader());
        var setup = ActorSystemSetup.create(bootstrap, spec.tls());
        var context = new ClusterContext(spec.self(), fleet, incarnation);
        var root = ClusterRoot.create(news, () -> spec.guest().apply(context));
        return new ClusterSystem(ActorSystem.create(root, NAME, setup));
    }

    Seat seat() {
        return ClusterRoot.seat(cluster.selfUniqueAddress());
    }

    /** Founds a cluster. */
    void joinSelf() {
        cluster.join(cluster.selfAddress());
    }

    /** Joins the cluster of the node at {@code contact}; tried again by itself until it works or another join is asked. */
    void join(Endpoint contact) {
        cluster.join(address(contact));
    }

    /** Removes a member that will not come back. */
    void down(Endpoint member) {
        cluster.down(address(member));
    }

    /**
     * Sends once, without knowing whether anybody is there.
     *
     * <p>To a selection, which Artery lets through to an address whose former system it has quarantined: else nobody here
     * could speak first to a member that was removed and has come back.
     */
    void say(Endpoint to, Greeting greeting) {
        Adapter.toClassic(system)
                .actorSelection(address(to) + "/user/" + ClusterRoot.GREETER)
                .tell(greeting, org.apache.pekko.actor.ActorRef.noSender());
    }

    /** Tells the others that this node leaves; the system ends when they know. */
    void leave() {
        cluster.leave(cluster.selfAddress());
    }

    /** Ends at once. */
    void terminate() {
        system.terminate();
    }

    /** Done when the system has ended, for whatever reason, and its port is free. */
    CompletionStage<Done> whenTerminated() {
        return system.getWhenTerminated();
    }

    private static Address address(Endpoint endpoint) {
        return new Address("pekko", NAME, endpoint.uriHost(), endpoint.port());
    }

    /** Reference settings and ours alone: what an embedding application configures for its own actor systems stays out. */
    private static Config config(ClusterSpec spec, Endpoint listen) {
        var loader = ClusterSystem.class.getClassLoader();
        var settings = spec.settings();
        var multiDataCenter = "pekko.cluster.multi-data-center.";
        var decided = Map.of(
                "pekko.remote.artery.canonical.hostname",
                listen.uriHost(),
                "pekko.remote.artery.canonical.port",
                listen.port(),
                "pekko.remote.artery.advanced.give-up-system-message-after",
                settings.giveUpSystemMessageAfter(),
                multiDataCenter + "self-data-center",
                spec.self().toString(),
                multiDataCenter + "failure-detector.heartbeat-interval",
                settings.heartbeat(),
                multiDataCenter + "failure-detector.acceptable-heartbeat-pause",
                settings.unreachableAfter());
        return ConfigFactory.parseMap(decided)
                .withFallback(spec.tlsConfig())
                .withFallback(ConfigFactory.parseResources(loader, "cluster-system.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved(loader))
                .resolve();
    }
}

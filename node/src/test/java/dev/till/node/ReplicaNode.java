package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.till.node.message.Assignment;
import dev.till.node.message.Durable;
import dev.till.node.message.Entry;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.replication.Replication;
import dev.till.node.replication.ReplicationSettings;
import dev.till.node.trust.ArteryTls;
import dev.till.node.trust.Firewall;
import dev.till.node.trust.FleetTls;
import dev.till.node.trust.TrustStore;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** A node as replication sees it: real storage and trust outside, a real cluster system over TLS inside. */
final class ReplicaNode implements AutoCloseable {
    private static final Duration PATIENCE = Patience.LIMIT;

    private final TrustStore trust;
    private final Storage storage;
    private final Firewall firewall = new Firewall();
    private final ActorSystem<Void> local;
    private final Map<DeviceId, DotSet> peersApplied = new ConcurrentHashMap<>();
    private volatile DotSet applied = DotSet.EMPTY;
    private Storage.Actors actors;
    private Replication.Local refs;
    private Optional<ActorSystem<Void>> cluster = Optional.empty();

    ReplicaNode(Path home, TrustStore trust, InstantSource wall) throws IOException {
        this.trust = trust;
        storage = Storage.open(home, Storage.Settings.DEFAULTS);
        var started = new CompletableFuture<Void>();
        local = ActorSystem.create(
                Behaviors.setup(context -> {
                    actors = storage.start(context, trust.self(), wall);
                    var fleet = context.spawn(fleet(), "fleet");
                    refs = new Replication.Local(trust.self(), actors.journal(), actors.history(), fleet, wall);
                    actors.journal().tell(new JournalCommand.Subscribe(context.spawn(follower(), "follower")));
                    started.complete(null);
                    return Behaviors.empty();
                }),
                "local");
        started.join();
    }

    DeviceId device() {
        return trust.self();
    }

    TrustStore trust() {
        return trust;
    }

    Firewall firewall() {
        return firewall;
    }

    /** All that is durable here. */
    DotSet applied() {
        return applied;
    }

    /** What the fleet's owner was told of {@code peer}. */
    DotSet appliedBy(DeviceId peer) {
        return peersApplied.getOrDefault(peer, DotSet.EMPTY);
    }

    /** Starts a cluster system that joins that of {@code other}, or founds a cluster when that is this node itself. */
    void join(ReplicaNode other) {
        join(other, ReplicationSettings.defaults());
    }

    void join(ReplicaNode other, ReplicationSettings settings) {
        var setup = ActorSystemSetup.create(
                BootstrapSetup.create(config()),
                ArteryTls.setup(new FleetTls(trust.key(), trust::membership, firewall)));
        Behavior<Void> root = Behaviors.setup(context -> {
            context.spawn(Replication.create(settings, refs), "replication");
            return Behaviors.empty();
        });
        cluster = Optional.of(ActorSystem.create(root, "till", setup));
        Cluster.get(cluster.get()).manager().tell(Join.create(other.address()));
    }

    /** Leaves the cluster in good order and stops the cluster system, and nothing else. */
    void leave() {
        cluster.ifPresent(system -> {
            var left = new CompletableFuture<Void>();
            var membership = org.apache.pekko.cluster.Cluster.get(Adapter.toClassic(system));
            membership.registerOnMemberRemoved(() -> left.complete(null));
            membership.leave(membership.selfAddress());
            await().until(left::isDone);
        });
        cut();
    }

    /** Stops the cluster system without a word. */
    private void cut() {
        cluster.ifPresent(system -> ActorSystems.end(Adapter.toClassic(system)));
        cluster = Optional.empty();
    }

    void put(String entity, String field, String json) {
        put(1, entity, index -> field, json);
    }

    /** So many writes, told in batches of a thousand; the fields are named by their number. */
    void put(int count, String entity, IntFunction<String> field, String json) {
        for (int done = 0; done < count; done += 1000) {
            var batch = new ArrayList<Assignment>();
            for (int index = done; index < Math.min(count, done + 1000); index++) {
                batch.add(Assignment.now(RegisterKey.of(entity, field.apply(index)), new Value(json)));
            }
            Written written = ask(replyTo -> new RegisterCommand.Put(batch, replyTo));
            if (written instanceof Written.Failed failed) {
                throw new AssertionError(failed.reason());
            }
        }
    }

    Optional<String> value(String entity, String field) {
        return ask((ActorRef<Entry> replyTo) -> new RegisterCommand.Get(RegisterKey.of(entity, field), replyTo))
                .register()
                .value()
                .map(Value::json);
    }

    /** What its journal says of itself. */
    JournalState status() {
        return AskPattern.ask(actors.journal(), JournalCommand.Describe::new, PATIENCE, local.scheduler())
                .toCompletableFuture()
                .join();
    }

    /** Folds what there is and removes every journal segment. */
    void compact() {
        actors.registers()
                .tell(new RegisterCommand.StableChanged(status().applied().head()));
        var compacted = ask(RegisterCommand.Compact::new);
        assertThat(compacted.segmentsRemoved()).isPositive();
    }

    <T> T ask(Function<ActorRef<T>, RegisterCommand> request) {
        return AskPattern.ask(actors.registers(), request::apply, PATIENCE, local.scheduler())
                .toCompletableFuture()
                .join();
    }

    @Override
    public void close() throws IOException {
        cut();
        local.terminate();
        local.getWhenTerminated().toCompletableFuture().join();
        storage.close();
    }

    private Address address() {
        return Cluster.get(cluster.orElseThrow()).selfMember().address();
    }

    private Behavior<Durable> follower() {
        return Behaviors.receiveMessage(durable -> {
            applied = durable.applied();
            return Behaviors.same();
        });
    }

    private Behavior<FleetCommand> fleet() {
        return Behaviors.receiveMessage(message -> {
            if (message instanceof FleetCommand.PeerApplied peer) {
                peersApplied.put(peer.device(), peer.applied());
            }
            return Behaviors.same();
        });
    }

    private Config config() {
        return ConfigFactory.parseString("""
                        pekko {
                          remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                          # Membership removes a seat that went without a word. Here nobody does, and a device whose old
                          # seat is out of reach is out of reach itself: so whoever leaves does it to the end.
                          coordinated-shutdown {
                            default-phase-timeout = 2 minutes
                            phases.cluster-exiting.timeout = 2 minutes
                          }
                          loglevel = ERROR
                          cluster.multi-data-center.failure-detector { heartbeat-interval = 1 s, acceptable-heartbeat-pause = 4 s }
                        }
                        """)
                .withFallback(
                        ConfigFactory.parseString("pekko.cluster.multi-data-center.self-data-center = " + device()))
                .withFallback(ArteryTls.config())
                .withFallback(QuickCluster.config())
                .withFallback(ConfigFactory.parseResources("cluster-system.conf"))
                .withFallback(ConfigFactory.load())
                .resolve();
    }
}

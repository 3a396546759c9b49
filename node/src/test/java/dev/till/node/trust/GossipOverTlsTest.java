package dev.till.node.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.till.node.ActorSystems;
import dev.till.node.QuickCluster;
import dev.till.node.message.TrustCommand;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.trust.DeviceRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster over TLS, one data center a device: what one node learns of who belongs, the others learn. */
class GossipOverTlsTest {

    @TempDir
    Path homes;

    private final ActorTestKit local = ActorTestKit.create();
    private final List<ActorSystem<?>> clusters = new ArrayList<>();

    @AfterEach
    void stop() {
        for (ActorSystem<?> cluster : clusters) {
            ActorSystems.end(Adapter.toClassic(cluster));
        }
        local.shutdownTestKit();
    }

    @Test
    void letInByOne_isSpokenToByAll_untilRevoked() throws Exception {
        var founder = new Device("founder");
        var second = new Device("second");
        founder.store.enrol(second.store.key().publicKey(), new DeviceName("second"), false);
        second.store.adopt(founder.store.list());
        founder.join(founder);
        second.join(founder);
        await().until(() -> founder.isJoinedBy(2));

        var third = new Device("third");
        founder.store.enrol(third.store.key().publicKey(), new DeviceName("third"), false);
        third.store.adopt(founder.store.list());

        await().until(() -> second.members().equals(founder.members()));
        assertThat(second.members()).hasSize(3).contains(third.store.self());
        third.join(founder);
        await().until(() -> second.isJoinedBy(3));

        founder.store.revoke(second.store.self());

        await().until(() -> third.members().size() == 2);
        assertThat(third.members()).doesNotContain(second.store.self());
    }

    /** A home, its local system's part, and its cluster system. */
    private final class Device {
        final TrustStore store;
        private final ActorRef<TrustCommand> trust;
        private ActorSystem<Void> cluster;

        Device(String name) throws IOException {
            store = Homes.open(homes, name);
            trust = local.spawn(
                    Trust.create(homes.resolve(name), store, TrustSettings.of(Optional.of("127.0.0.1"), 0)),
                    DispatcherSelector.blocking());
        }

        void join(Device other) {
            var setup = ActorSystemSetup.create(
                    BootstrapSetup.create(config(store.self())),
                    ArteryTls.setup(new FleetTls(store.key(), store::membership)));
            cluster = ActorSystem.create(
                    Behaviors.<Void>setup(context -> {
                        context.spawn(DeviceListGossip.create(trust), "devices");
                        return Behaviors.empty();
                    }),
                    "till",
                    setup);
            clusters.add(cluster);
            Cluster.get(cluster)
                    .manager()
                    .tell(Join.create(Cluster.get(other.cluster).selfMember().address()));
        }

        boolean isJoinedBy(int members) {
            var count = new int[1];
            Cluster.get(cluster).state().getMembers().forEach(member -> count[0]++);
            return count[0] == members;
        }

        List<DeviceId> members() {
            return store.list().members().stream().map(DeviceRecord::id).toList();
        }
    }

    private static Config config(DeviceId device) {
        return ArteryTls.config()
                .withFallback(QuickCluster.config())
                .withFallback(ConfigFactory.parseString("""
                        pekko.actor.provider = cluster
                        pekko.actor.allow-java-serialization = off
                        pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                        pekko.cluster.multi-data-center.self-data-center = "%s"
                        pekko.cluster.jmx.enabled = off
                        pekko.loglevel = WARNING
                        pekko.coordinated-shutdown.exit-jvm = off
                        pekko.jvm-exit-on-fatal-error = off
                        """.formatted(device)))
                .withFallback(ConfigFactory.load());
    }
}

package dev.till.node.membership;

import com.typesafe.config.Config;
import dev.till.protocol.id.DeviceId;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.Behavior;

/**
 * What every incarnation of the cluster system of one node is made from.
 *
 * @param tls gives remoting the TLS engines that accept only enrolled keys; there is no cluster system without it
 * @param tlsConfig the settings that {@code tls} needs
 * @param outOfReach is told of each device that has gone out of reach; called from an actor, so it must not block
 * @param guest what runs inside each cluster system from the moment it has joined: replication
 */
public record ClusterSpec(
        DeviceId self,
        MembershipSettings settings,
        Setup tls,
        Config tlsConfig,
        Consumer<DeviceId> outOfReach,
        Function<ClusterContext, Behavior<?>> guest) {}

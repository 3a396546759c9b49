package dev.till.node.discovery;

import dev.till.node.message.Endpoint;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.discovery.ServiceDiscovery.Resolved;
import org.apache.pekko.discovery.ServiceDiscovery.ResolvedTarget;
import scala.Option;
import scala.Some;
import scala.jdk.javaapi.CollectionConverters;

/** Endpoints in the words of Pekko Discovery, and back. */
public final class Targets {
    private Targets() {}

    /** What Pekko Discovery calls a result. */
    static Resolved resolved(String service, Collection<Endpoint> endpoints) {
        var targets = endpoints.stream()
                .map(endpoint -> new ResolvedTarget(endpoint.host(), new Some<>(endpoint.port()), Option.empty()))
                .toList();
        return new Resolved(service, CollectionConverters.asScala(targets).toList());
    }

    /** The endpoints of a result, in its order; targets without a port or with an impossible one are left out. */
    public static List<Endpoint> endpoints(Resolved resolved) {
        return resolved.getAddresses().stream()
                .map(Targets::endpoint)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Endpoint> endpoint(ResolvedTarget target) {
        try {
            return target.getPort().map(port -> new Endpoint(target.host(), (Integer) port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

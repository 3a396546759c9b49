package dev.till.node.discovery;

import static java.util.Objects.requireNonNull;

import dev.till.node.message.Endpoint;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.discovery.Lookup;
import org.apache.pekko.discovery.ServiceDiscovery;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.util.Try;

/** Peers that are written down somewhere: in the settings, or in what was remembered when the node ran last. */
public final class ListedPeers extends ServiceDiscovery {
    private final Supplier<List<Endpoint>> list;

    /** The list is read again at every lookup. */
    public ListedPeers(Supplier<List<Endpoint>> list) {
        this.list = requireNonNull(list, "list");
    }

    @Override
    public Future<Resolved> lookup(Lookup lookup, FiniteDuration timeout) {
        return Future.fromTry(Try.apply(() -> Targets.resolved(lookup.serviceName(), list.get())));
    }
}

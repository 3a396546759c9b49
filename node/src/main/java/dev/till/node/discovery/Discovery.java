package dev.till.node.discovery;

import dev.till.node.message.Announcement;
import dev.till.node.message.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.discovery.ServiceDiscovery;

/** All sources of hints of one node, as its settings ask for them. */
public final class Discovery {
    private final Optional<MdnsDiscovery> mdns;
    private final ServiceDiscovery all;

    /** The remembered peers are read again at every lookup. */
    public Discovery(DiscoverySettings settings, Supplier<List<Endpoint>> remembered) {
        mdns = settings.enabled() && settings.mdns() ? Optional.of(new MdnsDiscovery()) : Optional.empty();
        var sources = new LinkedHashMap<String, ServiceDiscovery>();
        mdns.ifPresent(source -> sources.put("mdns", source));
        sources.put("configured", new ListedPeers(settings::peers));
        if (settings.enabled()) {
            sources.put("remembered", new ListedPeers(remembered));
        }
        all = new AggregateDiscovery(sources);
    }

    /** The sources as one. */
    public ServiceDiscovery sources() {
        return all;
    }

    /** Tell the local network where this node is now. Returns at once. */
    public void announce(Announcement own) {
        mdns.ifPresent(source -> source.announce(own));
    }

    /** Stops announcing; done when the threads have stopped. */
    public CompletionStage<Done> close() {
        return mdns.map(MdnsDiscovery::close).orElse(CompletableFuture.completedFuture(Done.getInstance()));
    }
}

package dev.till.node.discovery;

import dev.till.node.message.Endpoint;
import java.util.List;

/**
 * Which sources are asked.
 *
 * @param enabled false for a node that looks for nobody but the peers given by people
 * @param mdns whether to announce and to listen on the local network
 * @param peers addresses given by people
 */
public record DiscoverySettings(boolean enabled, boolean mdns, List<Endpoint> peers) {

    public DiscoverySettings {
        peers = List.copyOf(peers);
    }
}

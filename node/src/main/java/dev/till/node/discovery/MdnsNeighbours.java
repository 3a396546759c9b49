package dev.till.node.discovery;

import dev.till.node.message.Announcement;
import dev.till.node.message.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who of the fleet has been heard on the network, in order of first hearing; at most {@value #LIMIT} instances. */
final class MdnsNeighbours implements ServiceListener {
    static final int LIMIT = 64;

    private static final Logger LOG = LoggerFactory.getLogger(MdnsNeighbours.class);

    private final Optional<Announcement> own;
    private final Map<String, List<Endpoint>> heard = new LinkedHashMap<>();

    /** Hears nobody; for the time before the first announcement. */
    MdnsNeighbours() {
        own = Optional.empty();
    }

    /** Hears others of the fleet of {@code own}. */
    MdnsNeighbours(Announcement own) {
        this.own = Optional.of(own);
    }

    /** All endpoints heard. */
    synchronized List<Endpoint> endpoints() {
        var all = new ArrayList<Endpoint>();
        heard.values().forEach(all::addAll);
        return all;
    }

    /** A name without an address yet: jmDNS asks for the rest by itself because somebody listens. */
    @Override
    public void serviceAdded(ServiceEvent event) {}

    @Override
    public synchronized void serviceRemoved(ServiceEvent event) {
        heard.remove(event.getName());
    }

    @Override
    public synchronized void serviceResolved(ServiceEvent event) {
        var endpoints = own.map(self -> MdnsRecord.read(event.getInfo(), self)).orElse(List.of());
        if (endpoints.isEmpty()) {
            heard.remove(event.getName());
        } else if (heard.size() < LIMIT || heard.containsKey(event.getName())) {
            LOG.debug("Heard [{}] at {}", event.getName(), endpoints);
            heard.put(event.getName(), endpoints);
        }
    }
}

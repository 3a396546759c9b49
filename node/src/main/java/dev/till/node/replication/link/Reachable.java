package dev.till.node.replication.link;

import dev.till.protocol.id.DeviceId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/** The peers that can be reached now, and where their replication listens. Told whenever it changes. */
public record Reachable(SortedMap<DeviceId, ActorRef<PeerMessage>> peers) {

    /** Nobody. */
    public static final Reachable NOBODY = new Reachable(Collections.emptySortedMap());

    public Reachable {
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    }
}

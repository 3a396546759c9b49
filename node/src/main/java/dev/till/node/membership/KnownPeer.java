package dev.till.node.membership;

import dev.till.node.message.Endpoint;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.VersionVector;
import java.time.Instant;
import java.util.Optional;

/**
 * What is worth remembering of a peer across restarts.
 *
 * @param endpoint where it was last in reach
 * @param lastSeen when it was last in reach
 * @param head what it had last said to have durably applied; a head only grows, so an old one is a safe lower bound
 */
record KnownPeer(DeviceId device, Optional<Endpoint> endpoint, Optional<Instant> lastSeen, VersionVector head) {

    static KnownPeer stranger(DeviceId device) {
        return new KnownPeer(device, Optional.empty(), Optional.empty(), VersionVector.EMPTY);
    }
}

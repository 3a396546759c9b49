package dev.till.node.message;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.time.DotSet;
import java.time.Instant;
import java.util.Optional;

/**
 * Another device of the fleet as this node sees it now.
 *
 * @param address host and port it was last seen at; empty when it was never seen
 * @param lastSeen when it was last known reachable
 * @param applied what it last said to have durably applied
 */
public record Peer(
        DeviceId device,
        DeviceName name,
        State state,
        Optional<String> address,
        Optional<Instant> lastSeen,
        DotSet applied) {

    /** Whether it can be reached. {@code LEFT} says it stopped cleanly, or was never seen. */
    public enum State {
        UP,
        UNREACHABLE,
        LEFT
    }
}

package dev.till.node.trust;

import java.time.Duration;
import java.util.Optional;

/**
 * How this node lets others in.
 *
 * @param bind address of the port where machines with an invite are let in; empty: all of the machine
 * @param port of it; 0: any free one
 * @param patience how long one such connection may take
 */
public record TrustSettings(Optional<String> bind, int port, Duration patience) {

    /** With the usual patience. */
    public static TrustSettings of(Optional<String> bind, int port) {
        return new TrustSettings(bind, port, Duration.ofSeconds(10));
    }
}

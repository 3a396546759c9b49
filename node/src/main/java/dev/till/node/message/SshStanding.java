package dev.till.node.message;

import dev.till.protocol.host.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a host stands with this node.
 *
 * @param connected whether there is a session now
 * @param latency how long the last connection took to be made
 * @param reached when a command last could be run there
 * @param failures connections that failed since then
 * @param problem why the last one did
 */
public record SshStanding(
        HostName host,
        boolean connected,
        Optional<Duration> latency,
        Optional<Instant> reached,
        int failures,
        Optional<String> problem) {}

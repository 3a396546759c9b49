package dev.till.node.config;

import dev.till.federation.hub.HubAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The settings about the S3 hub behind the fleet.
 *
 * @param address empty: no hub
 * @param plain whether what is there is left open
 * @param interval how often the journal is brought there
 * @param consolidate how old a snapshot may become; zero: only when asked
 * @param grace for so long what a snapshot covers stays
 * @param rate bytes a second sent at most; 0: no limit
 * @param backlog so many bytes of the journal wait for it at most
 */
public record HubConfig(
        Optional<HubAddress> address,
        String region,
        Optional<Path> authority,
        boolean plain,
        Duration interval,
        Duration consolidate,
        Duration grace,
        long rate,
        long backlog) {}

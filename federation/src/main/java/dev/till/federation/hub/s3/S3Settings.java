package dev.till.federation.hub.s3;

import dev.till.federation.hub.HubAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an S3 endpoint is reached.
 *
 * @param region that requests are signed for
 * @param authority PEM file of certificates to trust besides those that the JVM trusts
 * @param credentials file of the home; when it is there, it counts before all others
 * @param rate how many bytes a second are sent at most; 0 for no limit
 */
public record S3Settings(HubAddress address, String region, Optional<Path> authority, Path credentials, long rate) {}

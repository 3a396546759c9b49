package dev.till.federation.github;

import java.util.Optional;

/**
 * What GitHub answered to a request that succeeded.
 *
 * @param next the address of the next page
 * @param scopes what the token may be used for, if GitHub said so
 */
record Reply(int status, String body, Optional<String> next, Optional<String> scopes) {}

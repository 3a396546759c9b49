/**
 * GitHub: the address and the token, requests that keep to its limits, and the few things till does there with gists,
 * issues and files of a repository.
 *
 * <p>Calls block, for half a minute at most, and throw {@link dev.till.federation.github.GitHubException}, which knows
 * whether and when to try again. Nothing here decides whether a request may leave the machine; see {@code role}.
 */
package dev.till.federation.github;

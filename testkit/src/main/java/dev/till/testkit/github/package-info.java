/**
 * A GitHub that runs on loopback: gists, issues, contents and accounts as till and the real {@code gh} use them, with rate
 * limits, ETags, TLS, and faults on demand.
 *
 * <p>It answers as GitHub's published description of its API says, which a test checks. It keeps everything in memory and
 * records every request, so that a test can say which were made and in what order.
 */
package dev.till.testkit.github;

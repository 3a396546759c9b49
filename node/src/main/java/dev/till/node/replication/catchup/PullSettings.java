package dev.till.node.replication.catchup;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How patiently what is missing is fetched.
 *
 * @param look how often missing datagrams are looked for while there are any
 * @param patience how long a page is waited for, from somebody who has answered before
 * @param attempts how often one page is asked of one peer before that peer is left alone
 * @param rest how long it is left alone the first time; doubles each time, up to {@code longestRest}
 * @param futile how long datagrams that a peer could not deliver are not asked for again
 * @param sessions from how many peers at once. More than two: after all have started at once each has something that nobody else has,
 *     and who does not see us yet, and so does not answer yet, must not keep the others waiting
 * @param appendPatience how long this node's journal is waited for
 */
public record PullSettings(
        Duration look,
        Duration patience,
        int attempts,
        Duration rest,
        Duration longestRest,
        Duration futile,
        int sessions,
        Duration appendPatience) {

    public PullSettings {
        requireNonNull(look, "look");
        requireNonNull(patience, "patience");
        requireNonNull(rest, "rest");
        requireNonNull(longestRest, "longestRest");
        requireNonNull(futile, "futile");
        requireNonNull(appendPatience, "appendPatience");
    }

    /** Heals a lost push within two seconds, and asks a peer that stays silent twice a minute. */
    public static PullSettings defaults() {
        return new PullSettings(
                Duration.ofMillis(400),
                Duration.ofSeconds(5),
                3,
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                6,
                Duration.ofSeconds(30));
    }
}

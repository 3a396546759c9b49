package dev.till.node.ssh.session;

import java.time.Duration;

/**
 * How sessions are kept.
 *
 * @param connectFor how long reaching a host, with handshake and admission, may take
 * @param attempts how often it is tried before a host counts as unreachable
 * @param firstPause between the first two attempts; doubled after each, and spread
 * @param longestPause it grows to
 * @param idle after how long without use a session is closed
 * @param keepAlive how often a quiet host is asked whether it is there; three times without an answer end the session
 * @param commands how many run at a time on one host; OpenSSH admits ten unless told otherwise
 * @param waiting how many more may wait for their turn
 * @param window how many bytes of output one command may be ahead of those who read it
 */
public record SshSettings(
        Duration connectFor,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        Duration idle,
        Duration keepAlive,
        int commands,
        int waiting,
        int window) {

    public static final SshSettings DEFAULTS = new SshSettings(
            Duration.ofSeconds(15),
            3,
            Duration.ofMillis(500),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            8,
            64,
            128 << 10);
}

package dev.till.node.ssh;

import dev.till.node.message.SshStanding;
import dev.till.node.ssh.session.HostSession.Report;
import dev.till.protocol.host.HostName;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a host stands, and how each report changes that. */
record Standing(SshStanding told) {

    /** Nothing is known of it yet. */
    static Standing of(HostName host) {
        return new Standing(new SshStanding(host, false, Optional.empty(), Optional.empty(), 0, Optional.empty()));
    }

    /** Whether there is a session with the host of this standing, if there is one. */
    static boolean isConnected(Standing standing) {
        return standing != null && standing.told().connected();
    }

    Standing after(Report report, Instant now) {
        if (report instanceof Report.Reached reached) {
            return with(true, Optional.of(reached.took()), Optional.of(now), 0, Optional.empty());
        }
        if (report instanceof Report.Missed missed) {
            return with(false, told.latency(), told.reached(), missed.failures(), Optional.of(missed.why()));
        }
        return with(false, told.latency(), told.reached(), told.failures(), told.problem());
    }

    private Standing with(
            boolean connected,
            Optional<Duration> latency,
            Optional<Instant> reached,
            int failures,
            Optional<String> problem) {
        return new Standing(new SshStanding(told.host(), connected, latency, reached, failures, problem));
    }
}

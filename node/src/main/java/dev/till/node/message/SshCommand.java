package dev.till.node.message;

import dev.till.protocol.host.HostRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of what reaches hosts over SSH. */
public sealed interface SshCommand {

    /** Make the key, the configuration and the rest of {@code ssh/}; what is there is kept. */
    record Init(ActorRef<Reply> replyTo) implements SshCommand {}

    /** The key that hosts are to admit; refused before {@link Init}. */
    record ShowKey(ActorRef<Reply> replyTo) implements SshCommand {}

    /** Begin with a new key, or go on with one that was begun with; refused before {@link Init}. */
    record Rotate(ActorRef<Reply> replyTo) implements SshCommand {}

    /** Delete the key before this one; refused before {@link Init}. */
    record ForgetOldKey(ActorRef<Reply> replyTo) implements SshCommand {}

    /** Let the configuration tell of these hosts, which were just read; refused before {@link Init}. */
    record Configure(List<HostRecord> hosts, ActorRef<Reply> replyTo) implements SshCommand {
        public Configure {
            hosts = List.copyOf(hosts);
        }
    }

    /** Run a command on many hosts; refused before {@link Init}. */
    record Run(Job job, ActorRef<Reply> replyTo) implements SshCommand {}

    /** Tell how the hosts stand. */
    record Stand(ActorRef<Standings> replyTo) implements SshCommand {}

    /**
     * A command for many hosts.
     *
     * @param parallel how many hosts at a time
     * @param patience how long one host may take, connecting included
     */
    record Job(List<SshTarget> hosts, HostCommand command, int parallel, Duration patience) {
        public Job {
            hosts = List.copyOf(hosts);
        }
    }

    /** What is answered. */
    sealed interface Reply {
        /**
         * The key, and where everything is.
         *
         * @param base64 of the key, and of the one before it while that has not been forgotten
         * @param made unless it was there before
         */
        record Key(
                String line,
                List<String> base64,
                String fingerprint,
                Path file,
                Path config,
                Path knownHosts,
                boolean made)
                implements Reply {
            public Key {
                base64 = List.copyOf(base64);
            }
        }

        /** Both keys, in base64 as {@code authorized_keys} has them, and what it takes to log in with the new one. */
        record Rotating(String oldKey, String newKey, String comment, Path file, Path knownHosts) implements Reply {}

        /** The job has begun; pull its news there. */
        record Running(ActorRef<JobCommand> job) implements Reply {}

        /** It was not done. The message says why, and the way out. */
        record Refused(boolean absent, String message) implements Reply {}
    }

    /** All hosts that were reached for since the node started, in order of their names. */
    record Standings(List<SshStanding> hosts) {}
}

package dev.till.node.message;

import dev.till.protocol.host.HostName;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Said to a job that runs a command on many hosts. It ends when all of its news has been pulled, or when stopped. */
public sealed interface JobCommand {

    /** The news since the last time, as soon as there is any. Hosts go on printing only when theirs has been taken. */
    record Next(ActorRef<News> replyTo) implements JobCommand {}

    /** End the commands that run, on the hosts too, and begin no others. */
    record Stop() implements JobCommand {}

    /** What happened. {@code over} when nothing more will. */
    record News(List<JobEvent> events, boolean over) {}

    /** One thing that happened on one host. */
    sealed interface JobEvent {
        HostName host();

        /** The command is being started there. */
        record Begun(HostName host) implements JobEvent {}

        /**
         * It printed whole lines, without the end of the last one.
         *
         * @param error whether to stderr
         * @param open whether the last line has no end: the next text goes on with it, or it was the last
         */
        record Printed(HostName host, boolean error, String text, boolean open) implements JobEvent {}

        /** It is over there. */
        record Ended(HostName host, Outcome outcome, Duration took) implements JobEvent {}
    }

    /** How it went on one host. */
    sealed interface Outcome {
        /** It ran and said so. */
        record Exited(int status) implements Outcome {}

        /** It was ended by a signal, named without {@code SIG}. */
        record Signalled(String signal) implements Outcome {}

        /** It was cut short: time was up, or the connection broke. */
        record Cut(String why) implements Outcome {}

        /** The host could not be reached or did not admit us; nothing was run. */
        record Unreached(SshFault fault, String why) implements Outcome {}

        /** It was not tried. */
        record Skipped(String why) implements Outcome {}
    }
}

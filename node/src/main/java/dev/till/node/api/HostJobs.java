package dev.till.node.api;

import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand;
import dev.till.node.message.JobCommand.JobEvent;
import dev.till.node.message.JobCommand.News;
import dev.till.node.message.JobCommand.Outcome;
import dev.till.node.message.SshCommand;
import dev.till.node.message.SshCommand.Reply;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostName;
import java.io.IOException;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Commands on many hosts, their news handed on as it comes. A caller that hangs up, or sends anything, ends what it began, on
 * the hosts too.
 */
final class HostJobs {
    static final String INCOMPLETE =
            "its record lacks a valid user or address; give them with `till host edit NAME --user U --host H`";

    private final Actors actors;
    private final SshOperations ssh;

    HostJobs(Actors actors, SshOperations ssh) {
        this.actors = actors;
        this.ssh = ssh;
    }

    /** Takes each event. */
    interface Listener {
        void take(JobEvent event) throws IOException;
    }

    /** Runs {@code line} on the hosts of {@code selection}; returns when all is over, or the caller is gone. */
    void run(Exchange exchange, HostSelection selection, String line, int parallel, Listener listener)
            throws Refusal, IOException {
        for (HostName host : selection.incomplete()) {
            listener.take(new JobEvent.Ended(host, new Outcome.Skipped(INCOMPLETE), Duration.ZERO));
        }
        if (selection.targets().isEmpty()) {
            return;
        }
        var job = new SshCommand.Job(selection.targets(), HostCommand.of(line), parallel, exchange.timeout());
        var running = ((Reply.Running) ssh.ask(replyTo -> new SshCommand.Run(job, replyTo))).job();
        boolean over = false;
        try {
            over = follow(exchange, running, exchange.timeout(), listener);
        } finally {
            if (!over) {
                running.tell(new JobCommand.Stop());
            }
        }
    }

    private boolean follow(Exchange exchange, ActorRef<JobCommand> running, Duration perHost, Listener listener)
            throws Refusal, IOException {
        // Between two pieces of news there is at most one host's time, and what it takes to end its command.
        var patience = perHost.plus(Actors.PATIENCE);
        while (true) {
            var asked = actors.ask(running, JobCommand.Next::new, patience);
            if (!exchange.lines().awaitDone(asked)) {
                return false;
            }
            News news = Actors.await(asked, patience);
            for (JobEvent event : news.events()) {
                listener.take(event);
            }
            if (news.over()) {
                return true;
            }
        }
    }

    /** How many hosts at a time. */
    static int parallel(Exchange exchange) {
        long parallel = exchange.request().number("parallel", 32);
        if (parallel < 1 || parallel > 256) {
            throw new IllegalArgumentException("parallel: " + parallel + " (expected: 1 to 256)");
        }
        return (int) parallel;
    }
}

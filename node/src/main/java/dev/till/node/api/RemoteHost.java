package dev.till.node.api;

import dev.till.node.message.CommandInput;
import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand;
import dev.till.node.message.JobCommand.JobEvent;
import dev.till.node.message.JobCommand.News;
import dev.till.node.message.JobCommand.Outcome;
import dev.till.node.message.SshCommand;
import dev.till.node.message.SshTarget;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.procedure.Answer;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.StepFailed;
import dev.till.protocol.json.JsonWriter;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** A host over its pooled session, for one procedure. Interrupting the thread ends what runs there. */
final class RemoteHost implements Remote {
    private static final int COMPLAINT = 4 << 10;

    private final Actors actors;
    private final SshOperations ssh;
    private final SshTarget target;
    private final Inbox inbox;
    private final long until;

    /** {@code patience} is for all of the procedure. */
    RemoteHost(Actors actors, SshOperations ssh, SshTarget target, Inbox inbox, Duration patience) {
        this.actors = actors;
        this.ssh = ssh;
        this.target = target;
        this.inbox = inbox;
        until = System.nanoTime() + patience.toNanos();
    }

    @Override
    public SshTarget target() {
        return target;
    }

    @Override
    public Duration left() throws StepFailed {
        var left = Duration.ofNanos(until - System.nanoTime());
        if (left.toMillis() < 1) {
            throw new StepFailed("time is up; give it longer by --timeout");
        }
        return left;
    }

    @Override
    public void tell(String step) {
        inbox.put(new JsonWriter()
                .open('{')
                .text("event", "step")
                .text("host", target.name().value())
                .text("step", step)
                .close('}')
                .toString());
    }

    @Override
    public void print(String line) {
        inbox.put(JobJson.of(new JobEvent.Printed(target.name(), false, line, false)));
    }

    @Override
    public Answer run(List<String> words, CommandInput input) throws StepFailed {
        var left = left();
        var job = new SshCommand.Job(List.of(target), new HostCommand(Remote.line(words), input), 1, left);
        try {
            var running = (SshCommand.Reply.Running) ssh.ask(replyTo -> new SshCommand.Run(job, replyTo));
            return follow(running.job(), left.plus(Actors.PATIENCE));
        } catch (Refusal refusal) {
            throw new StepFailed(refusal.getMessage());
        }
    }

    private Answer follow(ActorRef<JobCommand> running, Duration patience) throws StepFailed, Refusal {
        var out = new StringBuilder();
        var err = new StringBuilder();
        boolean over = false;
        try {
            Outcome outcome = null;
            while (!over) {
                News news = Actors.await(actors.ask(running, JobCommand.Next::new, patience), patience);
                for (JobEvent event : news.events()) {
                    if (event instanceof JobEvent.Printed printed) {
                        keep(printed, out, err);
                    } else if (event instanceof JobEvent.Ended ended) {
                        outcome = ended.outcome();
                    }
                }
                over = news.over();
            }
            return answer(outcome, out, err);
        } finally {
            if (!over) {
                running.tell(new JobCommand.Stop());
            }
        }
    }

    private static void keep(JobEvent.Printed printed, StringBuilder out, StringBuilder err) {
        var text = printed.text() + (printed.open() ? "" : "\n");
        if (!printed.error()) {
            out.append(text, 0, Math.min(text.length(), Answer.LONGEST - out.length()));
            return;
        }
        err.append(text);
        if (err.length() > COMPLAINT) {
            err.delete(0, err.length() - COMPLAINT);
        }
    }

    private static Answer answer(Outcome outcome, StringBuilder out, StringBuilder err) throws StepFailed {
        if (outcome instanceof Outcome.Exited exited) {
            return new Answer(exited.status(), out.toString().stripTrailing(), err.toString());
        }
        if (outcome instanceof Outcome.Unreached unreached) {
            throw new StepFailed(unreached.why(), true);
        }
        throw new StepFailed(JobJson.why(outcome));
    }
}

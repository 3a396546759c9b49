package dev.till.node.ssh.job;

import dev.till.node.message.JobCommand.JobEvent;
import dev.till.node.message.JobCommand.Outcome;
import dev.till.node.message.SshTarget;
import dev.till.node.ssh.session.HostSession;
import dev.till.node.ssh.session.RemoteRun;
import dev.till.protocol.host.HostName;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/** The part of a job that one host has: what it has printed so far of a line, and how to end it. */
final class RunOnHost {
    private final HostName host;
    private final ActorRef<HostSession.Command> session;
    private final Lines out = new Lines();
    private final Lines err = new Lines();
    private final long began = System.nanoTime();
    private Optional<RemoteRun> run = Optional.empty();
    private Optional<String> cut = Optional.empty();

    RunOnHost(SshTarget target, ActorRef<HostSession.Command> session) {
        host = target.name();
        this.session = session;
    }

    ActorRef<HostSession.Command> session() {
        return session;
    }

    void began(RemoteRun given) {
        run = Optional.of(given);
    }

    boolean hasBegun() {
        return run.isPresent();
    }

    Optional<JobEvent> printed(boolean error, ByteBuffer bytes) {
        return (error ? err : out).take(bytes).map(text -> event(error, text));
    }

    /** What is left of a line when nothing more comes. */
    Optional<JobEvent> rest(boolean error) {
        return (error ? err : out).end().map(text -> event(error, text));
    }

    /** So many bytes of its output are dealt with. */
    void taken(int bytes) {
        run.ifPresent(known -> known.taken(bytes));
    }

    /** Its outcome will tell this reason. */
    void cut(String why) {
        cut = cut.or(() -> Optional.of(why));
    }

    /** Asks it to end, once it has begun; completed when the host has passed that on or cannot. */
    CompletionStage<Void> terminate() {
        return run.orElseThrow().terminate();
    }

    void kill() {
        run.ifPresent(RemoteRun::kill);
    }

    JobEvent.Ended ended(Outcome outcome) {
        // A command that did all it had to just before it was asked to end has still done it.
        boolean byItself = cut.isEmpty() || outcome.equals(new Outcome.Exited(0));
        return new JobEvent.Ended(
                host, byItself ? outcome : new Outcome.Cut(cut.get()), Duration.ofNanos(System.nanoTime() - began));
    }

    private JobEvent event(boolean error, Lines.Text text) {
        return new JobEvent.Printed(host, error, text.text(), text.open());
    }
}

package dev.till.node.ssh.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand;
import dev.till.node.message.JobCommand.JobEvent;
import dev.till.node.message.JobCommand.News;
import dev.till.node.message.JobCommand.Outcome;
import dev.till.node.message.SshCommand;
import dev.till.node.message.SshTarget;
import dev.till.node.ssh.session.HostSession;
import dev.till.node.ssh.session.HostSession.RunNews;
import dev.till.node.ssh.session.RemoteRun;
import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.UserName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs over sessions that are played by probes. */
class JobTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Outcome REMOVED = new Outcome.Cut("the host was removed meanwhile");

    private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
    private final ManualTime time = ManualTime.get(kit.system());
    private final Map<HostName, TestProbe<HostSession.Command>> sessions = new HashMap<>();
    private final TestProbe<News> reader = kit.createTestProbe(News.class);

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void window_slidesOverTheHosts() {
        var job = job(2, "m1", "m2", "m3");
        var first = submitted("m1");
        submitted("m2");

        first.owner().tell(new RunNews.Ended(new HostName("m1"), new Outcome.Exited(0)));

        submitted("m3");
        job.tell(new JobCommand.Next(reader.ref()));
        assertThat(reader.receiveMessage(PATIENCE).over()).isFalse();
    }

    @Test
    void hostThatIsRemovedMeanwhile_endsTheJobThere_insteadOfHoldingItUp() {
        var job = job(1, "m1", "m2");
        submitted("m1");

        session("m1").stop();

        submitted("m2").owner().tell(new RunNews.Ended(new HostName("m2"), new Outcome.Exited(0)));
        assertThat(ends(job)).containsExactly(REMOVED, new Outcome.Exited(0));
    }

    @Test
    void hostThatWasRemovedBefore_isSaidToBe() {
        session("m1").stop();

        assertThat(ends(job(1, "m1"))).containsExactly(REMOVED);
    }

    @Test
    void commandThatHasNotHeardYetThatItIsToEnd_isNotKilled() {
        var job = job(2, "m1", "m2");
        var stubborn = new Stubborn(kit.createTestProbe(String.class));
        submitted("m1").owner().tell(new RunNews.Began(new HostName("m1"), stubborn));
        var other = submitted("m2").owner();
        other.tell(new RunNews.Began(new HostName("m2"), new Stubborn(kit.createTestProbe(String.class))));
        job.tell(new JobCommand.Stop());
        stubborn.calls.expectMessage(PATIENCE, "terminate");

        time.timePasses(Duration.ofMinutes(1));
        other.tell(new RunNews.Ended(new HostName("m2"), new Outcome.Exited(1)));
        job.tell(new JobCommand.Next(reader.ref()));
        assertThat(ends(reader.receiveMessage(PATIENCE))).containsExactly(new Outcome.Cut("stopped"));

        job.tell(new JobCommand.Next(reader.ref()));
        stubborn.heard.complete(null);
        stubborn.calls.awaitAssert(PATIENCE, () -> {
            time.timePasses(Duration.ofSeconds(2));
            return stubborn.calls.expectMessage(Duration.ofMillis(100), "kill");
        });
        assertThat(ends(reader.receiveMessage(PATIENCE))).containsExactly(new Outcome.Cut("stopped"));
    }

    private TestProbe<HostSession.Command> session(String host) {
        return sessions.computeIfAbsent(new HostName(host), name -> kit.createTestProbe(HostSession.Command.class));
    }

    private HostSession.Submit submitted(String host) {
        return session(host).expectMessageClass(HostSession.Submit.class, PATIENCE);
    }

    private List<Outcome> ends(ActorRef<JobCommand> job) {
        var ends = new ArrayList<Outcome>();
        News news;
        do {
            job.tell(new JobCommand.Next(reader.ref()));
            news = reader.receiveMessage(PATIENCE);
            ends.addAll(ends(news));
        } while (!news.over());
        return ends;
    }

    private static List<Outcome> ends(News news) {
        return news.events().stream()
                .filter(JobEvent.Ended.class::isInstance)
                .map(event -> ((JobEvent.Ended) event).outcome())
                .toList();
    }

    private ActorRef<JobCommand> job(int parallel, String... names) {
        var hosts = List.of(names).stream().map(JobTest::target).toList();
        var reached = new HashMap<HostName, ActorRef<HostSession.Command>>();
        List.of(names)
                .forEach(name -> reached.put(new HostName(name), session(name).ref()));
        var replies = kit.createTestProbe(SshCommand.Reply.class);
        kit.spawn(Job.create(
                new SshCommand.Job(hosts, HostCommand.of("true"), parallel, Duration.ofHours(1)),
                reached,
                replies.ref()));
        return replies.expectMessageClass(SshCommand.Reply.Running.class, PATIENCE)
                .job();
    }

    private static SshTarget target(String name) {
        return new SshTarget(new HostName(name), new UserName("x"), new HostAddress("192.0.2.1"), Port.SSH);
    }

    /** A command that does not end when it is asked to, on a host that says when it has asked it. */
    private record Stubborn(TestProbe<String> calls, CompletableFuture<Void> heard) implements RemoteRun {
        Stubborn(TestProbe<String> calls) {
            this(calls, new CompletableFuture<>());
        }

        @Override
        public void taken(int bytes) {}

        @Override
        public CompletionStage<Void> terminate() {
            calls.ref().tell("terminate");
            return heard;
        }

        @Override
        public void kill() {
            calls.ref().tell("kill");
        }
    }
}

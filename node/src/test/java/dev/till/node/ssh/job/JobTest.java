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
import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.UserName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs over sessions that are played by probes. */
class JobTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Outcome REMOVED = new Outcome.Cut("the host was removed meanwhile");

    private final ActorTestKit kit = ActorTestKit.create();
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
            for (JobEvent event : news.events()) {
                if (event instanceof JobEvent.Ended ended) {
                    ends.add(ended.outcome());
                }
            }
        } while (!news.over());
        return ends;
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
}

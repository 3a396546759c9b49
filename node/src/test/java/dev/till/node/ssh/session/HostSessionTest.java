package dev.till.node.ssh.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.message.CommandInput;
import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand.Outcome;
import dev.till.node.message.SshTarget;
import dev.till.node.ssh.ScriptedServer;
import dev.till.node.ssh.Sshd;
import dev.till.node.ssh.home.SshHome;
import dev.till.node.ssh.session.HostSession.Report;
import dev.till.node.ssh.session.HostSession.RunNews;
import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.UserName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of a session, with times shortened, against OpenSSH's server and servers that misbehave. */
class HostSessionTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final ActorTestKit kit = ActorTestKit.create();
    private final ExecutorService blocking = Executors.newFixedThreadPool(4);
    private final TestProbe<Report> reports = kit.createTestProbe(Report.class);
    private final TestProbe<RunNews> news = kit.createTestProbe(RunNews.class);
    private SshHome home;
    private Sshd sshd;
    private Transport transport;

    @BeforeEach
    void start() throws IOException {
        home = SshHome.of(Files.createDirectory(directory.resolve("home")));
        home.create("till");
        sshd = Sshd.start(directory.resolve("sshd"));
        sshd.admit(home.publicKey().line("till"));
    }

    @AfterEach
    void stop() {
        transport.close();
        kit.shutdownTestKit();
        blocking.shutdownNow();
        sshd.close();
    }

    @Test
    void idleSession_isClosed_andMadeAgainWhenNeeded() throws IOException {
        var session = session(settings(Duration.ofMillis(50), NEVER), sshd.port());

        assertThat(run(session, HostCommand.of("true"))).isEqualTo(new Outcome.Exited(0));
        reports.expectMessageClass(Report.Reached.class, PATIENCE);
        reports.expectMessageClass(Report.Closed.class, PATIENCE);

        assertThat(run(session, HostCommand.of("true"))).isEqualTo(new Outcome.Exited(0));
        reports.expectMessageClass(Report.Reached.class, PATIENCE);
        assertThat(sshd.admissions()).isEqualTo(2);
    }

    @Test
    void sessionInUse_isSharedAndNotClosed() throws IOException {
        var session = session(settings(NEVER, NEVER), sshd.port());

        for (int i = 0; i < 3; i++) {
            assertThat(run(session, HostCommand.of("exit 3"))).isEqualTo(new Outcome.Exited(3));
        }

        assertThat(sshd.admissions()).isEqualTo(1);
    }

    @Test
    void hostThatFallsSilent_isGivenUp_afterThreeUnansweredQuestions() throws IOException {
        var session = session(settings(NEVER, Duration.ofMillis(100)), sshd.port());
        session.tell(new HostSession.Submit(HostCommand.of("echo $PPID; exec sleep 60"), news.ref()));
        news.expectMessageClass(RunNews.Began.class, PATIENCE);
        var printed = news.expectMessageClass(RunNews.Printed.class, PATIENCE);
        var server = java.nio.charset.StandardCharsets.UTF_8
                .decode(printed.bytes())
                .toString()
                .strip();
        try {
            // The process that serves this one connection, as a host that is switched off.
            Sshd.run(List.of("kill", "-STOP", server));

            var ended = news.expectMessageClass(RunNews.Ended.class, PATIENCE);

            assertThat(ended.outcome()).isInstanceOf(Outcome.Cut.class);
            reports.expectMessageClass(Report.Reached.class, PATIENCE);
            reports.expectMessageClass(Report.Closed.class, PATIENCE);
        } finally {
            Sshd.run(List.of("kill", "-CONT", server));
        }
    }

    @Test
    void outputThatNobodyTakes_stopsAtTheWindow_andAllOfItComesInTheEnd() {
        int window = settings(NEVER, NEVER).window();
        int size = 50 * window + 7;
        var session = session(settings(NEVER, NEVER), sshd.port());
        session.tell(new HostSession.Submit(HostCommand.of("head -c " + size + " /dev/zero"), news.ref()));
        var run = news.expectMessageClass(RunNews.Began.class, PATIENCE).run();
        int received = 0;
        int held = 0;

        while (news.receiveMessage(PATIENCE) instanceof RunNews.Printed printed) {
            received += printed.bytes().remaining();
            held += printed.bytes().remaining();
            assertThat(held).isLessThanOrEqualTo(window);
            // The line that says the process group took its part of the window.
            if (held > window - 512) {
                run.taken(held);
                held = 0;
            }
        }

        assertThat(received).isEqualTo(size);
    }

    @Test
    void input_arrivesWhole_howeverMuchItIs() {
        var session = session(settings(NEVER, NEVER), sshd.port());
        int size = 20 << 20;

        session.tell(new HostSession.Submit(
                new HostCommand("wc -c", () -> new ByteArrayInputStream(new byte[size])), news.ref()));

        news.expectMessageClass(RunNews.Began.class, PATIENCE);
        var printed = news.expectMessageClass(RunNews.Printed.class, PATIENCE);
        assertThat(java.nio.charset.StandardCharsets.UTF_8
                        .decode(printed.bytes())
                        .toString())
                .isEqualTo(size + "\n");
    }

    @Test
    void inputThatBreaksOff_isNotTakenForAllOfIt() throws IOException {
        var session = session(settings(NEVER, NEVER), sshd.port());
        var mark = directory.resolve("whole");
        CommandInput broken =
                () -> new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), new BrokenStream());

        session.tell(new HostSession.Submit(new HostCommand("cat >/dev/null; touch " + mark, broken), news.ref()));

        news.expectMessageClass(RunNews.Began.class, PATIENCE);
        assertThat(news.expectMessageClass(RunNews.Ended.class, PATIENCE).outcome())
                .isEqualTo(new Outcome.Cut("what it was to read broke off: the disk is broken"));
        assertThat(mark).doesNotExist();
    }

    @Test
    void commandThatReadsNothing_endsAllTheSame() {
        var session = session(settings(NEVER, NEVER), sshd.port());

        var outcome = run(session, new HostCommand("exit 5", () -> new ByteArrayInputStream(new byte[10 << 20])));

        assertThat(outcome).isEqualTo(new Outcome.Exited(5));
    }

    @Test
    void hostThatMovesWhileItIsDialled_isReachedAtItsNewPlace() throws IOException {
        try (var old = OddServer.start()) {
            old.opens.complete(null);
            var session = session(settings(NEVER, NEVER), old.port());
            session.tell(new HostSession.Submit(HostCommand.of("echo here; exit 7"), news.ref()));
            await().atMost(PATIENCE).until(() -> !old.callers.isEmpty());

            session.tell(new HostSession.Retarget(target(sshd.port())));
            old.admits.complete(null);

            assertThat(ending()).isEqualTo(new Outcome.Exited(7));
            assertThat(old.begun).isEmpty();
            await().atMost(PATIENCE).until(() -> old.sessions() == 0);
        }
    }

    @Test
    void hostThatIsRemovedWhileItIsDialled_leavesNoConnection() throws IOException {
        try (var odd = OddServer.start()) {
            var session = session(settings(NEVER, NEVER), odd.port());
            session.tell(new HostSession.Submit(HostCommand.of("true"), news.ref()));
            await().atMost(PATIENCE).until(() -> !odd.callers.isEmpty());

            kit.stop(session, PATIENCE);
            odd.admits.complete(null);

            await().atMost(PATIENCE).until(() -> odd.sessions() == 0);
            assertThat(odd.asked).isEmpty();
        }
    }

    @Test
    void commandOnAHostThatAdmitsNoOtherBesideIt_isEndedByItsServer() throws IOException {
        try (var odd = OddServer.start()) {
            odd.admits.complete(null);
            odd.opens.complete(null);
            odd.admitOneCommand();
            var session = session(settings(NEVER, NEVER), odd.port());
            session.tell(new HostSession.Submit(HostCommand.of("only"), news.ref()));
            var run = news.expectMessageClass(RunNews.Began.class, PATIENCE).run();
            news.expectMessageClass(RunNews.Printed.class, PATIENCE);

            run.terminate();
            await().atMost(PATIENCE).until(() -> odd.signals.contains("TERM"));
            run.kill();

            await().atMost(PATIENCE).until(() -> odd.signals.contains("KILL"));
            await().atMost(PATIENCE).until(() -> odd.ended.size() == 1);
        }
    }

    @Test
    void commandWithdrawnWhileItBegins_isAskedToEnd_endedOnTheHost_andLeavesRoom() throws IOException {
        try (var odd = OddServer.start()) {
            odd.admits.complete(null);
            var session = session(settings(NEVER, NEVER), odd.port());
            session.tell(new HostSession.Submit(HostCommand.of("first"), news.ref()));
            await().atMost(PATIENCE).until(() -> !odd.asked.isEmpty());

            session.tell(new HostSession.Withdraw(news.ref()));
            odd.opens.complete(null);

            await().atMost(PATIENCE).until(() -> odd.ended.stream().anyMatch(line -> line.endsWith("; first")));
            assertThat(odd.begun).containsSubsequence("kill -TERM -4242", "kill -KILL -4242");
            var next = kit.createTestProbe(RunNews.class);
            session.tell(new HostSession.Submit(HostCommand.of("second"), next.ref()));
            next.expectMessageClass(RunNews.Began.class, PATIENCE);
        }
    }

    @Test
    void commandThatIsNeverBegun_isGivenUp_andTheSessionWithIt() throws IOException {
        try (var odd = OddServer.start()) {
            odd.admits.complete(null);
            var session = session(impatient(), odd.port());

            var outcome = run(session, HostCommand.of("true"));

            assertThat(outcome).isInstanceOf(Outcome.Unreached.class);
            assertThat(((Outcome.Unreached) outcome).why()).contains("the host begins no command on this connection");
            await().atMost(PATIENCE).until(() -> odd.sessions() == 0);
        }
    }

    @Test
    void whatFails_leavesNoThreadAndNoConnection() throws IOException {
        for (ScriptedServer.Manner manner : ScriptedServer.Manner.values()) {
            try (var server = ScriptedServer.start(manner)) {
                var session = session(impatient(), server.port());

                assertThat(run(session, HostCommand.of("true")))
                        .as("%s", manner)
                        .isInstanceOf(Outcome.Unreached.class);

                await().atMost(PATIENCE).until(() -> server.open() == 0);
            }
        }

        transport.close();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("sshd-") || name.startsWith("till-ssh")));
    }

    private Outcome run(ActorRef<HostSession.Command> session, HostCommand command) {
        session.tell(new HostSession.Submit(command, news.ref()));
        return ending();
    }

    private Outcome ending() {
        while (true) {
            if (news.receiveMessage(PATIENCE) instanceof RunNews.Ended ended) {
                return ended.outcome();
            }
        }
    }

    private ActorRef<HostSession.Command> session(SshSettings settings, int port) {
        if (transport != null) {
            transport.close();
        }
        transport = new MinaTransport(home, settings, blocking);
        return kit.spawn(HostSession.create(target(port), transport, settings, reports.ref()));
    }

    private static SshTarget target(int port) {
        return new SshTarget(
                new HostName("m1"),
                new UserName(System.getProperty("user.name")),
                new HostAddress("127.0.0.1"),
                Port.parse(String.valueOf(port)));
    }

    private static SshSettings settings(Duration idle, Duration keepAlive) {
        return settings(Duration.ofMinutes(1), idle, keepAlive);
    }

    /** Waits for hosts that never answer. */
    private static SshSettings impatient() {
        return settings(Duration.ofSeconds(3), NEVER, NEVER);
    }

    private static SshSettings settings(Duration connectFor, Duration idle, Duration keepAlive) {
        return new SshSettings(
                connectFor, 1, Duration.ofMillis(1), Duration.ofMillis(1), idle, keepAlive, 8, 64, 128 << 10);
    }

    private static final class BrokenStream extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the disk is broken");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            throw new IOException("the disk is broken");
        }
    }
}

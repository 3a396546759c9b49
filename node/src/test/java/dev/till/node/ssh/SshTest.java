package dev.till.node.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.Entry;
import dev.till.node.message.HostCommand;
import dev.till.node.message.JobCommand;
import dev.till.node.message.JobCommand.News;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Changes;
import dev.till.node.message.RegisterCommand.Follow;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.message.RegisterCommand.Put;
import dev.till.node.message.RegisterCommand.Scan;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.message.SshCommand;
import dev.till.node.message.SshCommand.Reply;
import dev.till.node.message.SshCommand.Standings;
import dev.till.node.message.SshTarget;
import dev.till.node.ssh.home.SshHome;
import dev.till.node.ssh.session.MinaTransport;
import dev.till.node.ssh.session.SshSettings;
import dev.till.protocol.host.HostAddress;
import dev.till.protocol.host.HostChange;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.HostRecord;
import dev.till.protocol.host.Port;
import dev.till.protocol.host.UserName;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.FieldWrite;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of a host gets into its record, whichever of the two is known first; journal and registers are played by probes. */
class SshTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final HostName NAME = new HostName("closed");
    private static final SshTarget TARGET =
            new SshTarget(NAME, new UserName("x"), new HostAddress("127.0.0.7"), new Port(1));

    @TempDir
    private Path directory;

    private final ActorTestKit kit = ActorTestKit.create();
    private final ExecutorService blocking = Executors.newFixedThreadPool(2);
    private final TestProbe<JournalCommand> journal = kit.createTestProbe(JournalCommand.class);
    private final TestProbe<RegisterCommand> registers = kit.createTestProbe(RegisterCommand.class);
    private final TestProbe<Standings> standings = kit.createTestProbe(Standings.class);
    private ActorRef<SshCommand> ssh;

    @BeforeEach
    void start() throws IOException {
        var home = SshHome.of(Files.createDirectory(directory.resolve("home")));
        home.create("till");
        var quick = new SshSettings(
                Duration.ofSeconds(30),
                3,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                Duration.ofHours(1),
                Duration.ofHours(1),
                8,
                64,
                1 << 10);
        ssh = kit.spawn(Ssh.create(new Ssh.Tools(
                home,
                "till",
                journal.ref(),
                registers.ref(),
                new MinaTransport(home, quick, blocking),
                quick,
                Duration.ZERO,
                InstantSource.fixed(NOW))));
        journal.expectMessageClass(JournalCommand.Describe.class, PATIENCE)
                .replyTo()
                .tell(new JournalState(1, 0, 0, 0, DotSet.EMPTY, Optional.empty()));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
        blocking.shutdownNow();
    }

    @Test
    void hostReachedForBeforeItsRecordIsKnown_getsItsStatusAfterwards() {
        registers.expectMessageClass(Scan.class, PATIENCE).replyTo().tell(new Page(List.of(), false));
        var follow = registers.expectMessageClass(Follow.class, PATIENCE);

        missTheHost();
        follow.replyTo().tell(new Changes(record(), 9));

        assertThat(written(nextPut())).contains(status());
    }

    @Test
    void hostUnknownToAnEarlierReading_isNotTakenForRemoved() {
        var scan = registers.expectMessageClass(Scan.class, PATIENCE);

        missTheHost();
        scan.replyTo().tell(new Page(List.of(), false));
        var follow = registers.expectMessageClass(Follow.class, PATIENCE);
        ssh.tell(new SshCommand.Stand(standings.ref()));
        follow.replyTo().tell(new Changes(record(), 9));
        var put = nextPut();
        put.replyTo().tell(new Written.Done(List.of(), 0));

        assertThat(standings.receiveMessage(PATIENCE).hosts())
                .singleElement()
                .satisfies(host -> assertThat(host.failures()).isEqualTo(3));
    }

    @Test
    void standings_areToldWhenTheRecordTellsTheSame() {
        registers.expectMessageClass(Scan.class, PATIENCE).replyTo().tell(new Page(record(), false));
        registers.expectMessageClass(Follow.class, PATIENCE);

        missTheHost();
        var put = nextPut();
        ssh.tell(new SshCommand.Stand(standings.ref()));
        // Answered after the question before it, if that was answered at once.
        var key = kit.createTestProbe(Reply.class);
        ssh.tell(new SshCommand.ShowKey(key.ref()));
        key.receiveMessage(PATIENCE);
        standings.expectNoMessage(Duration.ZERO);
        put.replyTo().tell(new Written.Failed("the disk is full", true));

        assertThat(standings.receiveMessage(PATIENCE).hosts()).hasSize(1);
    }

    /** Nothing listens there; the job is over when that is known. */
    private void missTheHost() {
        var replies = kit.createTestProbe(Reply.class);
        var job = new SshCommand.Job(List.of(TARGET), HostCommand.of("true"), 1, PATIENCE);
        ssh.tell(new SshCommand.Run(job, replies.ref()));
        var running = replies.expectMessageClass(Reply.Running.class, PATIENCE).job();
        var reader = kit.createTestProbe(News.class);
        News news;
        do {
            running.tell(new JobCommand.Next(reader.ref()));
            news = reader.receiveMessage(PATIENCE);
        } while (!news.over());
    }

    private Put nextPut() {
        var next = registers.receiveMessage(PATIENCE);
        return next instanceof Put put ? put : registers.expectMessageClass(Put.class, PATIENCE);
    }

    private static List<String> written(Put put) {
        return put.assignments().stream()
                .map(assignment -> assignment.key() + " " + assignment.content())
                .toList();
    }

    private static String status() {
        var host = new HostRecord(NAME, new TreeMap<>());
        return host.key(HostRecord.STATUS) + " " + JsonText.string("unreachable");
    }

    private static List<Entry> record() {
        var added = HostChange.add(NAME, TARGET.user(), TARGET.address(), TARGET.port(), Optional.empty(), NOW);
        var entries = new ArrayList<Entry>();
        for (FieldWrite write : added) {
            var dot = new Dot(DeviceId.parse("0".repeat(31) + "1"), entries.size() + 1L);
            var version = new Version(dot, new HybridTimestamp(1), write.content(), Extra.NONE);
            entries.add(new Entry(write.key(), Register.of(version, VersionVector.EMPTY), entries.size() + 1L));
        }
        return entries;
    }
}

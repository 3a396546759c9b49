package dev.till.node.register;

import static dev.till.node.CommandCoverage.assertHandled;

import dev.till.node.journal.JournalSettings;
import dev.till.node.journal.OpenJournal;
import dev.till.node.message.Assignment;
import dev.till.node.message.Durable;
import dev.till.node.message.Folded;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.JournalCommand.Released;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Compacted;
import dev.till.node.message.RegisterCommand.Follow;
import dev.till.node.message.RegisterCommand.Get;
import dev.till.node.message.RegisterCommand.GetAll;
import dev.till.node.message.RegisterCommand.History;
import dev.till.node.message.RegisterCommand.Put;
import dev.till.node.message.RegisterCommand.Scan;
import dev.till.node.store.SqliteStore;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RegisterActorsTest {
    private static final DeviceId SELF = new DeviceId(7, 0, 1);
    private static final RegisterKey KEY = RegisterKey.of("e", "f");

    @TempDir
    Path home;

    private SqliteStore store;
    private OpenJournal journal;
    private OpenRegisters registers;

    @BeforeEach
    void open() throws IOException {
        store = SqliteStore.open(home.resolve("store.db"));
        journal = OpenJournal.open(home.resolve("journal"), JournalSettings.DEFAULTS, store.folded(), true);
        registers = OpenRegisters.open(store, journal.log(), RegisterSettings.DEFAULTS);
    }

    @AfterEach
    void close() throws IOException {
        journal.close();
        store.close();
    }

    @Test
    void registers_handleEveryCommand() {
        assertHandled(
                RegisterCommand.class,
                Registers.create(registers, inbox()),
                List.of(
                        put(),
                        new Get(KEY, inbox()),
                        new GetAll(List.of(KEY), inbox()),
                        scan(),
                        follow(),
                        history(),
                        new RegisterCommand.Count(inbox()),
                        new RegisterCommand.Compact(inbox()),
                        new RegisterCommand.Outlive(List.of(), inbox()),
                        restamp(),
                        new RegisterCommand.StableChanged(VersionVector.EMPTY)));
    }

    @Test
    void writer_handlesEveryCommand() {
        ActorRef<JournalCommand> to = inbox();
        assertHandled(
                RegisterWriter.Command.class,
                RegisterWriter.create(registers, to, inbox(), inbox()),
                List.of(
                        new RegisterWriter.Store(put()),
                        new RegisterWriter.Rewrite(List.of(KEY), SELF, new HybridTimestamp(0), inbox()),
                        new RegisterWriter.Judge(new RegisterCommand.Outlive(List.of(), inbox())),
                        new RegisterWriter.Answered(new Appended.Failed("full", true)),
                        new RegisterWriter.Arrived(new Durable(List.of(), SELF, DotSet.EMPTY, 0)),
                        RegisterWriter.IdleCheck.NOW,
                        new RegisterWriter.Arrived(new Durable(List.of(), SELF, DotSet.EMPTY, 1)),
                        new RegisterWriter.FoldNow(inbox()),
                        new RegisterWriter.FoldFailed("full"),
                        RegisterWriter.FoldEnded.NOW));
    }

    @Test
    void compactor_handlesEveryCommand() {
        var freeze = new Compactor.Freeze(new Generation(), Folded.NOTHING, 0, List.of(), inbox());
        var state = new JournalState(1, 1, 1, 0, DotSet.EMPTY, Optional.empty());
        assertHandled(
                Compactor.Command.class,
                Compactor.create(store, inbox()),
                List.of(
                        freeze,
                        new Compactor.Retry(freeze),
                        new Compactor.ReleaseOnly(List.<ActorRef<Compacted>>of(inbox())),
                        new Compactor.Stable(VersionVector.EMPTY),
                        new Compactor.SegmentsReleased(new Released(0, state))));
    }

    @Test
    void restamper_handlesEveryCommand() {
        assertHandled(
                Restamper.Command.class,
                Restamper.create(inbox(), inbox()),
                List.of(
                        new Restamper.Begin(restamp()),
                        new Restamper.Begin(restamp()),
                        new Restamper.Read(new RegisterCommand.Page(List.of(), false)),
                        new Restamper.Rewritten(new RegisterCommand.Written.Done(List.of(), 0)),
                        Restamper.Late.NOW));
    }

    @Test
    void followers_handleEveryCommand() {
        assertHandled(
                Followers.Command.class,
                Followers.create(inbox(), 1000, 0),
                List.of(
                        new Followers.Ask(follow()),
                        new Followers.Changed(List.of(), 1),
                        new Followers.Skipped(2),
                        new Followers.OutOfPatience(0)));
    }

    @Test
    void diskReader_handlesEveryCommand() {
        assertHandled(
                DiskReader.Command.class,
                DiskReader.create(registers),
                List.of(
                        new DiskReader.ReadOne(new Get(KEY, inbox())),
                        new DiskReader.ReadAll(new GetAll(List.of(KEY), inbox())),
                        new DiskReader.ReadPage(scan()),
                        new DiskReader.ReadHistory(history()),
                        new DiskReader.ReadChanges(follow(), inbox())));
    }

    @Test
    void catchUp_handlesEveryCommand() {
        assertHandled(
                HistoryCommand.class,
                CatchUp.create(registers),
                List.of(
                        new HistoryCommand.Missing(DotSet.EMPTY, 0, 100, inbox()),
                        new HistoryCommand.Snapshot(Optional.empty(), 100, inbox()),
                        new HistoryCommand.Snapshot(Optional.of("nonsense"), 100, inbox())));
    }

    private static Put put() {
        return new Put(List.of(Assignment.now(KEY, new Value("1"))), inbox());
    }

    private static RegisterCommand.Restamp restamp() {
        return new RegisterCommand.Restamp(SELF, new HybridTimestamp(0), inbox());
    }

    private static Scan scan() {
        return new Scan("", Optional.empty(), 10, inbox());
    }

    private static Follow follow() {
        return new Follow("", 0, 10, Duration.ofSeconds(1), inbox());
    }

    private static History history() {
        return new History("e", Optional.empty(), 10, inbox());
    }

    private static <T> ActorRef<T> inbox() {
        return TestInbox.<T>create().getRef();
    }
}

package dev.till.node.journal;

import static dev.till.node.journal.JournalFiles.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.AppendLocal;
import dev.till.node.message.JournalCommand.AppendRemote;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.Subscribe;
import dev.till.node.message.JournalCommand.Write;
import dev.till.node.message.RegisterCommand;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** What a journal does with datagrams from the future, others' and its own. */
final class JournalClockTest extends JournalActorTest {
    @Test
    void datagramsOfTheFuture_areHeldAsideUntilTheirTimeComes() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        journal.tell(new Subscribe(durable.ref()));
        durable.receiveMessage();
        journal.tell(new AppendRemote(List.of(datagram(B, 1, NOON.plusSeconds(120))), B, appended.ref()));

        var answer = done();
        assertThat(answer.heldAside()).isEqualTo(1);
        assertThat(answer.applied()).isEqualTo(DotSet.EMPTY);
        assertThat(describe(journal).heldAside()).isEqualTo(1);
        assertThat(describe(journal).warning()).get().asString().contains("held aside");

        now = NOON.plusSeconds(61);
        ManualTime.get(kit.system()).timePasses(Duration.ofSeconds(1));

        assertThat(durable.receiveMessage().records()).hasSize(1);
        assertThat(describe(journal).heldAside()).isZero();
        assertThat(describe(journal).warning()).isEmpty();
    }

    @Test
    void heldAside_isBounded() throws IOException {
        var journal = start(new JournalSettings(1 << 20, 1 << 20, Duration.ofSeconds(60), 3));
        var future = IntStream.rangeClosed(1, 10)
                .mapToObj(seq -> datagram(B, seq, NOON.plusSeconds(120)))
                .toList();

        journal.tell(new AppendRemote(future, B, appended.ref()));

        assertThat(done().heldAside()).isEqualTo(10);
        assertThat(describe(journal).heldAside()).isEqualTo(3);
    }

    @Test
    void heldAside_isTakenInOnceItsRegisterHasSupersededIt() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        var registers = consulted(journal);
        var early = List.of(datagram(B, 1, NOON.plusSeconds(120)), datagram(B, 2, NOON.plusSeconds(120)));
        journal.tell(new AppendRemote(early, B, appended.ref()));
        assertThat(done().heldAside()).isEqualTo(2);

        ManualTime.get(kit.system()).timePasses(Duration.ofSeconds(1));
        var asked = registers.expectMessageClass(RegisterCommand.Outlive.class);
        assertThat(asked.aside()).containsExactlyElementsOf(early);
        journal.tell(new Subscribe(durable.ref()));
        durable.receiveMessage();
        asked.replyTo().tell(new JournalCommand.Outlived(List.of(new Dot(B, 2))));

        assertThat(durable.receiveMessage().records())
                .extracting(record -> record.datagram().dot())
                .containsExactly(new Dot(B, 2));
        assertThat(describe(journal).heldAside()).isEqualTo(1);
        journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        assertThat(done().records().get(0).datagram().at())
                .as("its time is not taken for the time")
                .isEqualTo(at(NOON));
    }

    @Test
    void whatIsHeldAside_isAskedAfterByTurns() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        var registers = consulted(journal);
        var early = IntStream.rangeClosed(1, 1200)
                .mapToObj(seq -> datagram(B, seq, NOON.plusSeconds(120)))
                .toList();
        journal.tell(new AppendRemote(early, B, appended.ref()));
        done();

        var seen = new ArrayList<Datagram>();
        for (int round = 0; round < 3; round++) {
            ManualTime.get(kit.system()).timePasses(Duration.ofSeconds(1));
            var asked = registers.expectMessageClass(RegisterCommand.Outlive.class);
            seen.addAll(asked.aside());
            asked.replyTo().tell(new JournalCommand.Outlived(List.of()));
            describe(journal);
        }

        assertThat(seen).containsExactlyElementsOf(early);
    }

    @Test
    void afterTheClockWasAhead_ownWritesAreStampedAgainOnlyWhenOthersVouchForIt() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        var registers = consulted(journal);
        journal.tell(compared(Duration.ZERO));
        now = NOON.plusSeconds(1_000_000);
        journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        done();
        journal.tell(compared(Duration.ofSeconds(1_000_000)));
        assertThat(describe(journal).warning()).get().asString().contains("clock", "277 hours ahead of", "1 of 1");
        now = NOON;
        describe(journal);
        registers.expectNoMessage();

        journal.tell(compared(Duration.ofSeconds(1)));

        var restamp = registers.expectMessageClass(RegisterCommand.Restamp.class);
        assertThat(restamp.self()).isEqualTo(SELF);
        assertThat(restamp.bound()).isEqualTo(at(NOON.plusSeconds(60)));
        assertThat(describe(journal).warning()).isEmpty();
        restamp.replyTo().tell(new JournalCommand.Restamped(1, true));
        journal.tell(compared(Duration.ofSeconds(1)));
        describe(journal);
        registers.expectNoMessage();
    }

    @Test
    void ownWritesAreStampedAgain_onlyWhenAllIsHereThatVouchersHave() throws IOException {
        var journal = writtenAhead();
        var registers = consulted(journal);
        journal.tell(compared(Duration.ZERO, DotSet.EMPTY.plus(B, new SeqRange(1, 1))));
        describe(journal);
        registers.expectNoMessage();

        journal.tell(new AppendRemote(List.of(datagram(B, 1, NOON)), B, appended.ref()));

        registers.expectMessageClass(RegisterCommand.Restamp.class);
    }

    @Test
    void twoThatHoldEachOthersWritesAside_doNotWaitForEachOther() throws IOException {
        var journal = writtenAhead();
        var registers = consulted(journal);
        journal.tell(new AppendRemote(List.of(datagram(B, 1, NOON.plusSeconds(1_000_000))), B, appended.ref()));
        done();

        journal.tell(compared(Duration.ZERO, DotSet.EMPTY.plus(B, new SeqRange(1, 1))));

        registers.expectMessageClass(RegisterCommand.Restamp.class);
    }

    @Test
    void ownWriteOfAnEarlierLife_isTakenInWhateverItsTimeAndStampedAgain() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        var registers = consulted(journal);

        journal.tell(
                new AppendRemote(List.of(datagram(SELF.origin(5), 1, NOON.plusSeconds(1_000_000))), B, appended.ref()));

        assertThat(done().records()).hasSize(1);
        journal.tell(compared(Duration.ZERO));
        registers.expectMessageClass(RegisterCommand.Restamp.class);
        journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        assertThat(done().records().get(0).datagram().at()).isEqualTo(at(NOON));
    }

    @Test
    void stampingAgainThatFailed_isAskedForAgain() throws IOException {
        now = NOON.plusSeconds(1_000_000);
        var ahead = start(JournalSettings.DEFAULTS);
        ahead.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        done();
        kit.stop(ahead);
        now = NOON;
        var journal = start(JournalSettings.DEFAULTS);
        var registers = consulted(journal);

        journal.tell(compared(Duration.ZERO));
        var first = registers.expectMessageClass(RegisterCommand.Restamp.class);
        journal.tell(compared(Duration.ZERO));
        describe(journal);
        registers.expectNoMessage();
        first.replyTo().tell(new JournalCommand.Restamped(0, false));
        journal.tell(compared(Duration.ZERO));

        registers.expectMessageClass(RegisterCommand.Restamp.class);
    }

    @Test
    void localWriteFromTheFuture_isRefusedInItsTurnAndUsesNoNumber() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        var future = new Write(KEY, new Value("2"), VersionVector.EMPTY, Optional.of(at(NOON.plusSeconds(61))));

        journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        journal.tell(new AppendLocal(List.of(write("x"), future), appended.ref()));
        journal.tell(new AppendLocal(List.of(write("3")), appended.ref()));

        assertThat(done().records()).hasSize(1);
        assertThat(appended.receiveMessage())
                .isInstanceOfSatisfying(
                        Appended.Failed.class,
                        failed -> assertThat(failed.reason())
                                .contains("2026-01-02T12:01:01")
                                .contains("expected: at most PT1M"));
        assertThat(done().records().get(0).datagram().dot().seq()).isEqualTo(2);
    }

    @Test
    void writeWithItsOwnTime_keepsIt() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        var then = at(Instant.parse("2020-01-01T00:00:00Z"));

        journal.tell(new AppendLocal(
                List.of(new Write(KEY, new Value("1"), VersionVector.EMPTY, Optional.of(then))), appended.ref()));

        assertThat(done().records().get(0).datagram().at()).isEqualTo(then);
    }

    /** A journal whose device wrote under a clock that was far ahead, and is right now. */
    private ActorRef<JournalCommand> writtenAhead() throws IOException {
        now = NOON.plusSeconds(1_000_000);
        var journal = start(JournalSettings.DEFAULTS);
        journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        done();
        now = NOON;
        return journal;
    }

    private TestProbe<RegisterCommand> consulted(ActorRef<JournalCommand> journal) {
        var registers = kit.<RegisterCommand>createTestProbe();
        journal.tell(new JournalCommand.Consult(registers.ref()));
        return registers;
    }
}

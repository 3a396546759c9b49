package dev.till.node.journal;

import static dev.till.node.journal.JournalFiles.A;
import static dev.till.node.journal.JournalFiles.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.till.node.CommandCoverage;
import dev.till.node.message.Durable;
import dev.till.node.message.Folded;
import dev.till.node.message.HistoryCommand.Answer;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.AppendLocal;
import dev.till.node.message.JournalCommand.AppendRemote;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.Applied;
import dev.till.node.message.JournalCommand.Cover;
import dev.till.node.message.JournalCommand.Describe;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.JournalCommand.Release;
import dev.till.node.message.JournalCommand.Released;
import dev.till.node.message.JournalCommand.Subscribe;
import dev.till.node.message.Recorded;
import dev.till.node.message.RegisterCommand;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class JournalTest extends JournalActorTest {
    @Test
    void localWrites_areNumberedAndStampedInOrder() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);

        journal.tell(new AppendLocal(List.of(write("1"), write("2")), appended.ref()));
        journal.tell(new AppendLocal(List.of(write("3")), appended.ref()));

        var records = new ArrayList<>(done().records());
        records.addAll(done().records());
        assertThat(records).extracting(Recorded::revision).containsExactly(1L, 2L, 3L);
        assertThat(records)
                .extracting(record -> record.datagram().dot())
                .containsExactly(new Dot(SELF, 1), new Dot(SELF, 2), new Dot(SELF, 3));
        assertThat(records)
                .extracting(record -> record.datagram().at())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void subscribers_areToldWhatIsAppliedAndThenEveryBatchBeforeItsReply() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        var both = kit.<Object>createTestProbe();
        journal.tell(new Subscribe(both.ref().narrow()));
        journal.tell(new AppendLocal(List.of(write("1")), both.ref().narrow()));

        assertThat(both.receiveMessage()).isEqualTo(new Durable(List.of(), SELF, DotSet.EMPTY, 0));
        assertThat(((Durable) both.receiveMessage()).applied().of(SELF).greatest())
                .isEqualTo(1);
        assertThat(both.receiveMessage()).isInstanceOf(Appended.Done.class);
    }

    @Test
    void batches_areToldByTheDeviceThatBroughtThem() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        journal.tell(new Subscribe(durable.ref()));
        durable.receiveMessage();

        journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        journal.tell(new AppendRemote(List.of(datagram(B, 1, NOON)), A, appended.ref()));
        journal.tell(new AppendRemote(List.of(datagram(B, 2, NOON)), A, appended.ref()));

        var told = new ArrayList<Recorded>();
        var applied = 0L;
        while (told.size() < 3) {
            var batch = durable.receiveMessage();
            told.addAll(batch.records());
            assertThat(batch.applied().size())
                    .isEqualTo(applied + batch.records().size());
            assertThat(batch.revision()).isEqualTo(told.size());
            assertThat(batch.records())
                    .allMatch(record -> record.datagram().dot().device().equals(batch.from())
                            || batch.from().equals(A));
            applied = batch.applied().size();
        }
    }

    @Test
    void datagramsThatCameBefore_areDropped() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        journal.tell(new AppendRemote(List.of(datagram(B, 3, NOON), datagram(B, 3, NOON)), A, appended.ref()));
        assertThat(done().records()).hasSize(1);

        journal.tell(new AppendRemote(List.of(datagram(B, 3, NOON), datagram(B, 1, NOON)), A, appended.ref()));

        var second = done();
        assertThat(second.records())
                .extracting(record -> record.datagram().dot().seq())
                .containsExactly(1L);
        assertThat(second.applied().of(B).ranges()).containsExactly(new SeqRange(1, 1), new SeqRange(3, 3));
    }

    @Test
    void afterARestart_numbersAndTimeGoOn() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        journal.tell(new AppendLocal(List.of(write("1"), write("2")), appended.ref()));
        var before = done().records().get(1).datagram();
        kit.stop(journal);
        now = NOON.minusSeconds(30);

        var again = start(JournalSettings.DEFAULTS);
        again.tell(new AppendLocal(List.of(write("3")), appended.ref()));

        var after = done();
        assertThat(after.records().get(0).revision()).isEqualTo(3);
        assertThat(after.records().get(0).datagram().dot()).isEqualTo(new Dot(SELF, 3));
        assertThat(after.records().get(0).datagram().at()).isGreaterThan(before.at());
        assertThat(after.applied().of(SELF).contiguous()).isEqualTo(3);
    }

    @Test
    void cover_closesGapsForGood() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        var covered = DotSet.EMPTY.plus(B, new SeqRange(1, 100));
        journal.tell(new Cover(covered, B, appended.ref()));
        assertThat(done().applied()).isEqualTo(covered);
        kit.stop(journal);

        var again = start(JournalSettings.DEFAULTS);
        again.tell(new AppendRemote(List.of(datagram(B, 7, NOON)), B, appended.ref()));

        assertThat(done().records()).isEmpty();
        assertThat(describe(again).applied()).isEqualTo(covered);
        assertThat(open.log().missing(DotSet.EMPTY, 0, 1000)).isInstanceOf(Answer.Gone.class);
    }

    @Test
    void newSegmentsBegin_bySizeAndByUtcDay() throws IOException {
        var journal = start(new JournalSettings(200, 1 << 20, Duration.ofSeconds(60), 10));
        for (int i = 0; i < 6; i++) {
            journal.tell(new AppendLocal(List.of(write("\"" + "x".repeat(100) + "\"")), appended.ref()));
            done();
        }
        assertThat(describe(journal).segments()).isEqualTo(6);

        now = NOON.plus(Duration.ofHours(12));
        journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        done();
        now = now.plus(Duration.ofHours(24));
        journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        done();

        assertThat(describe(journal).segments()).isEqualTo(8);
    }

    @Test
    void segments_goOnlyWhenFoldedAndStable() throws IOException {
        var journal = start(new JournalSettings(1, 1 << 20, Duration.ofSeconds(60), 10));
        for (int i = 0; i < 4; i++) {
            journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
            done();
        }

        assertThat(release(journal, 4, 1).removed()).isEqualTo(1);
        assertThat(release(journal, 2, 4).removed()).isEqualTo(1);
        assertThat(open.log().oldest()).isEqualTo(3);
        assertThat(release(journal, 4, 4).left().segments()).isEqualTo(1);
        assertThat(open.log().oldest()).isEqualTo(5);
        journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
        assertThat(done().records().get(0).revision()).isEqualTo(5);
    }

    @Test
    void appendsWait_whileTheRegistersLagBehind() throws IOException {
        var journal = start(JournalSettings.DEFAULTS);
        journal.tell(new Applied(0));
        // 16 MiB may be outstanding, and a batch of 4 MiB beyond that.
        var large = write("\"" + "x".repeat(1_000_000) + "\"");
        for (int i = 0; i < 40; i++) {
            journal.tell(new AppendLocal(List.of(large), appended.ref()));
        }
        appended.receiveSeveralMessages(17);
        assertThat(describe(journal).revision()).isLessThan(30);

        journal.tell(new Applied(describe(journal).revision()));
        journal.tell(new Applied(describe(journal).revision()));

        assertThat(appended.receiveSeveralMessages(23)).hasSize(23);
    }

    @Test
    void readerWhileSegmentsGo_takesNoHoleForTheWhole() throws IOException {
        int segments = 60;
        var journal = start(new JournalSettings(1, 1 << 20, Duration.ofSeconds(60), 10));
        for (int i = 0; i < segments; i++) {
            journal.tell(new AppendLocal(List.of(write("1")), appended.ref()));
            done();
        }
        var reading = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        var reader = CompletableFuture.supplyAsync(() -> {
            boolean isWhole = true;
            while (isWhole && released.getCount() > 0) {
                isWhole = firstRead() <= open.log().oldest();
                reading.countDown();
            }
            return isWhole;
        });
        await().until(() -> reading.getCount() == 0);

        release(journal, segments, segments);
        released.countDown();

        assertThat(reader.join()).as("what was read begins where the log does").isTrue();
    }

    private long firstRead() {
        var first = new AtomicLong();
        try {
            open.log().after(0, record -> {
                first.set(record.revision());
                return false;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return first.get();
    }

    @Test
    void everyCommand_isHandled() throws IOException {
        open = OpenJournal.open(directory, JournalSettings.DEFAULTS, Folded.NOTHING, true);
        opened.add(open);
        var noSubscriber = kit.<Durable>createTestProbe().ref();
        var samples = List.of(
                new AppendLocal(List.of(write("1")), appended.ref()),
                new AppendRemote(List.of(datagram(B, 1, NOON)), B, appended.ref()),
                new Cover(DotSet.EMPTY.plus(A, new SeqRange(1, 2)), B, appended.ref()),
                new JournalCommand.Remembered(DotSet.EMPTY),
                compared(Duration.ofDays(400)),
                new JournalCommand.Consult(
                        kit.<RegisterCommand>createTestProbe().ref()),
                new JournalCommand.Outlived(List.of(new Dot(B, 7))),
                new JournalCommand.Restamped(3, true),
                new JournalCommand.Twinned("192.0.2.1:7270", false),
                new Subscribe(noSubscriber),
                new JournalCommand.Seal(kit.<JournalState>createTestProbe().ref()),
                new JournalCommand.Shipped(1),
                new Applied(1),
                new Release(
                        0, VersionVector.EMPTY, kit.<Released>createTestProbe().ref()),
                new Describe(kit.<JournalState>createTestProbe().ref()));

        CommandCoverage.assertHandled(
                JournalCommand.class, Journal.create(SELF, open, InstantSource.fixed(NOON)), samples);
    }
}

package dev.till.node.replication.catchup;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.C;
import static dev.till.node.replication.Samples.datagram;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.AppendRemote;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.Cover;
import dev.till.node.replication.link.Batch;
import dev.till.node.replication.link.Bytes;
import dev.till.node.replication.link.Page;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.PagePart;
import dev.till.node.replication.link.PeerMessage.Pull;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.time.DotSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class PullSessionTest {

    private final TestInbox<PeerMessage> peer = TestInbox.create();
    private final TestInbox<JournalCommand> journal = TestInbox.create();
    private final TestInbox<PullSession.Report> reports = TestInbox.create();
    private final BehaviorTestKit<PullSession.Command> session = BehaviorTestKit.create(PullSession.create(
            A,
            new PullSession.Task(B, peer.getRef(), DotSet.EMPTY, Bookmark.START, 7),
            PullSettings.defaults(),
            journal.getRef(),
            reports.getRef()));

    @Test
    void aPeerBeginsToListen_whoHasNotAnsweredIsAskedAgain() {
        long first = request();

        session.run(PullSession.Listening.NOW);

        assertThat(request()).isGreaterThan(first);
    }

    @Test
    void aPeerBeginsToListen_whoIsAnsweringIsNotAskedAgain() {
        long first = request();
        session.run(new PullSession.Arrived(new PagePart(B, first, 0, 2, Bytes.owning(new byte[1]))));

        session.run(PullSession.Listening.NOW);

        assertThat(peer.hasMessages()).isFalse();
    }

    @Test
    void whoHasNeverAnswered_isAskedAgainSoon_andWhoHasIsGivenTime() {
        var patience = PullSettings.defaults().patience();
        assertThat(waited()).isLessThan(patience.dividedBy(2));

        answer(snapshot(datagram(C, 1), dots(C, 1, 900), Optional.of("things/1\nfield")));
        land();

        assertThat(waited()).isEqualTo(patience);
    }

    @Test
    void whoNeverAnswers_isAskedEverySecondOrSo_andLeftAloneInTheEnd() {
        var waited = new ArrayList<Duration>();
        while (session.isAlive()) {
            var late = late();
            waited.add(late.duration());
            late.send().apply();
            session.runOne();
        }

        assertThat(waited).hasSize(7).allMatch(Duration.ofMillis(1250)::equals);
        assertThat(peer.getAllReceived()).hasSize(7);
        assertThat(reports.getAllReceived())
                .last()
                .isInstanceOfSatisfying(
                        PullSession.Finished.class,
                        end -> assertThat(end.outcome()).isEqualTo(PullSession.Outcome.BROKEN_OFF));
    }

    /** How long the last page asked for is waited for. */
    private Duration waited() {
        return late().duration();
    }

    private Effect.TimerScheduled<?> late() {
        return session.getAllEffects().stream()
                .filter(Effect.TimerScheduled.class::isInstance)
                .<Effect.TimerScheduled<?>>map(effect -> (Effect.TimerScheduled<?>) effect)
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    @Test
    void theGiverIsSetBackAmidASnapshot_onlyWhatAllPagesCoverCounts() {
        answer(new Page.Gone());
        answer(snapshot(datagram(C, 1), dots(C, 1, 900), Optional.of("things/1\nfield")));
        land();
        answer(snapshot(datagram(C, 2), dots(C, 1, 100), Optional.empty()));
        land();

        assertThat(((Cover) journal.receiveMessage()).dots()).isEqualTo(dots(C, 1, 100));
    }

    @Test
    void whatCannotBeWritten_isNotThePeersFault() {
        answer(new Page.Range(Batch.encode(List.of(datagram(C, 1))), -1));
        ((AppendRemote) journal.receiveMessage()).replyTo().tell(new Appended.Failed("no room", true));
        session.runOne();

        assertThat(((PullSession.Finished) reports.receiveMessage()).outcome())
                .isEqualTo(PullSession.Outcome.UNWRITTEN);
    }

    private static Page snapshot(Datagram datagram, DotSet covers, Optional<String> next) {
        return new Page.Snapshot(Batch.encode(List.of(datagram)), covers, next);
    }

    private void answer(Page page) {
        page.parts(B, request()).forEach(part -> session.run(new PullSession.Arrived(part)));
    }

    private void land() {
        var append = (AppendRemote) journal.receiveMessage();
        append.replyTo().tell(new Appended.Done(List.of(), DotSet.EMPTY, 0));
        session.runOne();
    }

    private long request() {
        return ((Pull) peer.receiveMessage()).request();
    }
}

package dev.till.node.replication.catchup;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.JournalCommand;
import dev.till.node.replication.link.Bytes;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.PeerMessage.PagePart;
import dev.till.node.replication.link.PeerMessage.Pull;
import dev.till.protocol.time.DotSet;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class PullSessionTest {

    private final TestInbox<PeerMessage> peer = TestInbox.create();
    private final BehaviorTestKit<PullSession.Command> session = BehaviorTestKit.create(PullSession.create(
            A,
            new PullSession.Task(B, peer.getRef(), DotSet.EMPTY, Bookmark.START, 7),
            PullSettings.defaults(),
            TestInbox.<JournalCommand>create().getRef(),
            TestInbox.<PullSession.Report>create().getRef()));

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

    private long request() {
        return ((Pull) peer.receiveMessage()).request();
    }
}

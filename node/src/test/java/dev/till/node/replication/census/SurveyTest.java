package dev.till.node.replication.census;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.C;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.replication.link.Head;
import dev.till.node.replication.link.PeerMessage;
import dev.till.node.replication.link.Reachable;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

class SurveyTest {

    private final Reachable both = new Reachable(new TreeMap<>(Map.of(
            B,
            TestInbox.<PeerMessage>create().getRef(),
            C,
            TestInbox.<PeerMessage>create().getRef())));

    @Test
    void offers_areWhatPeersHaveWhoHaveSpoken() {
        assertThat(survey(Set.of(B, C)).offers()).isEqualTo(Map.of(B, dots(A, 1, 10), C, dots(A, 1, 8)));
    }

    @Test
    void whoHasNotSpoken_isAskedOnlyForWhatNobodyElseHas() {
        assertThat(survey(Set.of(C)).offers()).isEqualTo(Map.of(B, dots(A, 9, 10), C, dots(A, 1, 8)));
        assertThat(survey(Set.of()).offers()).isEqualTo(Map.of(B, dots(A, 1, 10), C, dots(A, 1, 8)));
    }

    private Survey survey(Set<DeviceId> heard) {
        var heads = new TreeMap<>(Map.of(B, Head.of(0, dots(A, 1, 10)), C, Head.of(0, dots(A, 1, 8))));
        return new Survey(DotSet.EMPTY, heads, both, heard);
    }
}

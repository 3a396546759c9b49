package dev.till.node.replication.catchup;

import static dev.till.node.replication.Samples.A;
import static dev.till.node.replication.Samples.B;
import static dev.till.node.replication.Samples.C;
import static dev.till.node.replication.Samples.dots;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PullPlanTest {

    @Test
    void nothingLacking_asksNobody() {
        assertThat(plan(dots(B, 1, 9), Map.of(B, dots(B, 1, 9)), 2)).isEmpty();
    }

    @Test
    void theOrigin_isAskedForItsOwn_evenWhenOthersHaveMore() {
        var relay = dots(B, 1, 9).union(dots(A, 1, 3));

        var wanted = plan(DotSet.EMPTY, Map.of(B, dots(B, 1, 9), C, relay), 2);

        assertThat(wanted).containsEntry(B, dots(B, 1, 9)).containsEntry(C, dots(A, 1, 3));
    }

    @Test
    void anAbsentOrigin_isReplacedByWhoHasMost() {
        var wanted = plan(dots(A, 1, 2), Map.of(B, dots(A, 1, 5), C, dots(A, 1, 9)), 2);

        assertThat(wanted).containsOnly(Map.entry(C, dots(A, 3, 9)));
    }

    @Test
    void gaps_areWantedAlone() {
        var have = dots(B, 1, 4).union(dots(B, 6, 9));

        assertThat(plan(have, Map.of(B, dots(B, 1, 9)), 2)).containsOnly(Map.entry(B, dots(B, 5, 5)));
    }

    @Test
    void noMorePeersThanAllowed_areAsked_thoseWithMostFirst() {
        var wanted = plan(DotSet.EMPTY, Map.of(B, dots(B, 1, 2), C, dots(C, 1, 9)), 1);

        assertThat(wanted).containsOnlyKeys(C);
    }

    private static Map<DeviceId, DotSet> plan(DotSet have, Map<DeviceId, DotSet> offers, int limit) {
        return PullPlan.of(have, new TreeMap<>(offers), limit).wanted();
    }
}

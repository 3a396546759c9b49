package dev.till.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.replication.ReplicationSettings;
import dev.till.node.replication.catchup.PullSettings;
import dev.till.node.trust.Fleets;
import dev.till.node.trust.TrustStore;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes with real journals, joined over TLS, of which one has a clock that is set while it runs. */
final class WrongClockTest {
    private static final InstantSource RIGHT = InstantSource.system();
    private static final Duration YEARS = Duration.ofDays(3 * 365);

    @TempDir
    Path homes;

    private final List<ReplicaNode> nodes = new ArrayList<>();
    private volatile Duration off = Duration.ZERO;
    private ReplicaNode right;
    private ReplicaNode wrong;

    @BeforeEach
    void start() throws IOException {
        var trusts = Fleets.of(homes, RIGHT, List.of("a", "b"));
        right = open(trusts.get(0), RIGHT);
        wrong = open(trusts.get(1), () -> RIGHT.instant().plus(off));
    }

    @AfterEach
    void stop() throws IOException {
        for (ReplicaNode node : nodes) {
            node.close();
        }
    }

    @Test
    void snapshotTakenUnderAClockThatIsBehind_isShownOnceTheClockIsRight() {
        right.put("things", "f2", "\"superseded\"");
        right.put(3, "things", index -> "f" + index, "\"kept\"");
        right.compact();
        off = YEARS.negated();
        right.join(right);
        wrong.join(right, soonAgain());
        await(() -> wrong.status().heldAside() == 3);
        wrong.put("things", "meanwhile", "true");
        await(() -> right.value("things", "meanwhile").isPresent());

        off = Duration.ZERO;

        awaitEqual();
        assertThat(wrong.value("things", "f2")).contains("\"kept\"");
    }

    @Test
    void writesUnderAClockThatIsAhead_areHeldAside_andFlowOnceTheClockIsRight() {
        off = YEARS;
        right.join(right);
        wrong.join(right);
        wrong.put("things", "own", "\"early\"");
        await(() -> right.status().heldAside() == 1);
        await(() -> warning(wrong).contains("ahead of") && warning(right).contains("behind"));
        assertThat(right.value("things", "own")).isEmpty();
        wrong.leave();
        off = Duration.ZERO;

        wrong.join(right);

        awaitEqual();
        await(() -> right.value("things", "own").equals(Optional.of("\"early\"")));
        await(() -> right.status().heldAside() == 0
                && !warning(right).contains("clock")
                && !warning(wrong).contains("clock"));
    }

    @Test
    void writeUnderAClockThatIsAhead_losesToAConcurrentOne() {
        off = YEARS;
        wrong.put("things", "both", "\"by the wrong clock\"");
        right.put("things", "both", "\"by the right clock\"");
        off = Duration.ZERO;

        right.join(right);
        wrong.join(right);

        await(() -> wrong.value("things", "both").equals(Optional.of("\"by the right clock\"")));
        awaitEqual();
        assertThat(right.value("things", "both")).contains("\"by the right clock\"");
    }

    /** Asks again soon for what could not be taken in. */
    private static ReplicationSettings soonAgain() {
        var usual = ReplicationSettings.defaults();
        var pull = PullSettings.defaults();
        return new ReplicationSettings(
                usual.settle(),
                usual.push(),
                usual.gossip(),
                new PullSettings(
                        pull.look(),
                        pull.patience(),
                        pull.attempts(),
                        pull.rest(),
                        pull.longestRest(),
                        Duration.ofSeconds(1),
                        pull.sessions(),
                        pull.appendPatience()));
    }

    private static String warning(ReplicaNode node) {
        return node.status().warning().orElse("");
    }

    private ReplicaNode open(TrustStore trust, InstantSource wall) throws IOException {
        var node = new ReplicaNode(homes.resolve(trust.name().value()), trust, wall);
        nodes.add(node);
        return node;
    }

    private void awaitEqual() {
        await(() -> {
            var all = nodes.stream().map(ReplicaNode::applied).reduce(DotSet.EMPTY, DotSet::union);
            return nodes.stream().allMatch(node -> node.applied().equals(all));
        });
    }

    private static void await(Callable<Boolean> holds) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(holds);
    }
}

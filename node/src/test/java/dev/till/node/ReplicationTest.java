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

/** Three nodes with real journals in one process, joined by real cluster systems over TLS. */
final class ReplicationTest {
    private static final InstantSource WALL = InstantSource.system();

    @TempDir
    Path homes;

    private final List<ReplicaNode> nodes = new ArrayList<>();
    private ReplicaNode a;
    private ReplicaNode b;
    private ReplicaNode c;

    @BeforeEach
    void start() throws IOException {
        for (TrustStore trust : Fleets.of(homes, WALL, List.of("a", "b", "c"))) {
            nodes.add(new ReplicaNode(homes.resolve(trust.name().value()), trust, WALL));
        }
        a = nodes.get(0);
        b = nodes.get(1);
        c = nodes.get(2);
        a.join(a);
        b.join(a);
        c.join(a);
    }

    @AfterEach
    void stop() throws IOException {
        for (ReplicaNode node : nodes) {
            node.close();
        }
    }

    @Test
    void writesOfEveryNode_arriveOnEveryOther_andAreKnownTo() {
        for (ReplicaNode node : nodes) {
            node.put("things/" + node.device(), "field", "\"hello\"");
        }

        awaitEqual();
        for (ReplicaNode node : nodes) {
            assertThat(b.value("things/" + node.device(), "field")).contains("\"hello\"");
        }
        // Heads come back, so that each knows what the others have.
        await(() -> a.appliedBy(b.device()).equals(a.applied()));
        await(() -> a.appliedBy(c.device()).equals(a.applied()));
    }

    @Test
    void nodeThatWasAway_catchesUp_alsoOnWhatOthersRelay() {
        a.put("things", "first", "1");
        awaitEqual();
        c.leave();
        a.put(20_000, "from-a", index -> "f" + index, "\"some value\"");
        b.put(15_000, "from-b", index -> "f" + index, "\"some value\"");
        c.put("from-c", "offline", "true");
        await(() -> b.applied().equals(a.applied()));
        a.leave();

        c.join(b);

        await(() -> !b.appliedBy(c.device()).isEmpty() && c.applied().size() > 2);
        await(() -> c.applied().equals(b.applied()));
        // Registers follow the journal.
        await(() -> c.value("from-a", "f19999").equals(Optional.of("\"some value\""))
                && b.value("from-c", "offline").equals(Optional.of("true")));
    }

    @Test
    void nodeThatComesAfterCompaction_takesASnapshot() {
        a.put("things", "first", "1");
        awaitEqual();
        b.leave();
        c.leave();
        a.put(30_000, "things", index -> "f" + index % 5_000, "\"value\"");
        a.compact();

        b.join(a);

        await(() -> b.applied().equals(a.applied()));
        assertThat(b.value("things", "f4999")).contains("\"value\"");
    }

    @Test
    void largestValue_arrivesWhole() {
        var json = '"' + "v".repeat(1 << 20) + '"';
        a.put("things", "large", json);

        awaitEqual();

        assertThat(c.value("things", "large")).contains(json);
    }

    @Test
    void partition_heals() {
        a.put("things", "before", "1");
        awaitEqual();
        a.firewall().block(List.of(c.device()));
        b.firewall().block(List.of(c.device()));
        a.put("things", "a", "1");
        c.put("things", "c", "1");
        await(() -> b.applied().equals(a.applied()));

        a.firewall().block(List.of());
        b.firewall().block(List.of());

        awaitEqual();
    }

    @Test
    void whatNeitherPushNorPullBrings_gossipDoes() {
        var usual = ReplicationSettings.defaults();
        var pull = PullSettings.defaults();
        var noPull = new PullSettings(
                pull.look(),
                pull.patience(),
                1,
                pull.rest(),
                pull.longestRest(),
                pull.futile(),
                0,
                pull.appendPatience());
        var gossipOnly = new ReplicationSettings(usual.settle(), usual.push(), usual.gossip(), noPull);
        a.put("things", "first", "1");
        awaitEqual();
        nodes.forEach(ReplicaNode::leave);
        a.join(a, gossipOnly);
        b.join(a, gossipOnly);
        c.join(a, gossipOnly);
        await(() -> {
            a.put("things", "met", "true");
            return b.value("things", "met").isPresent()
                    && c.value("things", "met").isPresent();
        });

        a.firewall().block(List.of(c.device()));
        c.firewall().block(List.of(a.device()));
        a.put("things", "a", "\"by way of b\"");

        await(() -> c.value("things", "a").isPresent());
    }

    private void awaitEqual() {
        await(() -> {
            var all = nodes.stream().map(ReplicaNode::applied).reduce(DotSet.EMPTY, DotSet::union);
            return !all.isEmpty()
                    && nodes.stream().allMatch(node -> node.applied().equals(all));
        });
    }

    private static void await(Callable<Boolean> holds) {
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(holds);
    }
}

package dev.till.testkit.faults;

import dev.till.node.socket.Refusal;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How long nodes took to become equal after the last fault had healed.
 *
 * @param applied milliseconds until each node had applied everything, in the order of the nodes
 * @param together milliseconds until every node saw every other as up
 * @param heads what each node has applied in the end, by name
 * @param failure why they are not equal or not together; empty when they are both
 */
record Convergence(List<Long> applied, long together, Map<String, Map<String, Long>> heads, String failure) {

    /** How long to wait before nodes count as apart for good. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final long POLL_NANOS = 200_000_000;

    /**
     * Waits until all of {@code nodes} have applied the same and see each other, for at most {@link #PATIENCE}.
     *
     * @param acknowledged how many datagrams of each device there are at least
     * @param quiet whether nobody writes any more
     */
    static Convergence await(Map<String, View> nodes, Map<DeviceId, Long> acknowledged, BooleanSupplier quiet) {
        return new Watcher(nodes, acknowledged).await(quiet);
    }

    private static final class Watcher {
        private final Map<String, View> nodes;
        private final Map<DeviceId, Long> acknowledged;
        private final long start = System.nanoTime();
        private final Map<String, Map<String, Long>> heads = new LinkedHashMap<>();
        private final Map<String, Long> reached = new HashMap<>();
        private final Map<String, Long> peers = new HashMap<>();
        private long together = -1;
        private String trouble = "";

        Watcher(Map<String, View> nodes, Map<DeviceId, Long> acknowledged) {
            this.nodes = nodes;
            this.acknowledged = acknowledged;
        }

        Convergence await(BooleanSupplier quiet) {
            while (true) {
                boolean settled = quiet.getAsBoolean();
                nodes.forEach(this::look);
                boolean equal = settled && isEqual();
                together = !isTogether() ? -1 : together < 0 ? millis() : together;
                if (equal && together >= 0) {
                    return result("");
                }
                if (millis() > PATIENCE.toMillis()) {
                    return result("after " + PATIENCE.toSeconds() + " s "
                            + (equal ? "not everyone sees everyone: " + peers : "not equal: " + shown()) + trouble);
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }

        private void look(String name, View node) {
            try {
                var status = node.status();
                var head = head(status);
                // The moment it last changed is the moment it had all, once that is known to have been all.
                if (!head.equals(heads.put(name, head))) {
                    reached.put(name, millis());
                }
                peers.put(
                        name,
                        status.list("peers").stream()
                                .filter(peer ->
                                        JsonMembers.parse(peer).text("state").equals("up"))
                                .count());
            } catch (IOException | Refusal e) {
                peers.put(name, -1L);
                trouble = "; " + name + ": " + e.getMessage();
            }
        }

        private boolean isEqual() {
            return heads.size() == nodes.size()
                    && heads.values().stream().distinct().count() == 1
                    && acknowledged.entrySet().stream().allMatch(this::isCovered);
        }

        private boolean isCovered(Map.Entry<DeviceId, Long> written) {
            return heads.values().stream()
                    .allMatch(head -> head.getOrDefault(written.getKey().toString(), 0L) >= written.getValue());
        }

        private boolean isTogether() {
            return nodes.keySet().stream().allMatch(name -> peers.getOrDefault(name, -1L) == nodes.size() - 1);
        }

        private Convergence result(String failure) {
            var applied = nodes.keySet().stream()
                    .map(name -> reached.getOrDefault(name, millis()))
                    .toList();
            return new Convergence(applied, together < 0 ? millis() : together, heads, failure);
        }

        private String shown() {
            var missing = new TreeMap<String, String>();
            acknowledged.forEach((device, count) -> heads.forEach((name, head) -> {
                long has = head.getOrDefault(device.toString(), 0L);
                if (has < count) {
                    missing.put(name + " of " + device, has + " of at least " + count);
                }
            }));
            return heads + " " + missing;
        }

        private long millis() {
            return (System.nanoTime() - start) / 1_000_000;
        }

        private static Map<String, Long> head(JsonMembers status) {
            var members = status.object("head").orElseThrow();
            var head = new TreeMap<String, Long>();
            members.names().forEach(device -> head.put(device, members.number(device, 0)));
            return head;
        }
    }
}

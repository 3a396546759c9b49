package dev.till.node;

import dev.till.node.client.Connection;
import dev.till.node.message.ScheduleCommand.Synced;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what {@code till sync} does, over the node's own socket, in a thread that may wait. */
record SocketSync(Path home, Executor blocking) implements Supplier<CompletionStage<Synced>> {
    private static final Logger LOG = LoggerFactory.getLogger(SocketSync.class);
    private static final Duration PART = Duration.ofMinutes(10);
    private static final Duration ALL = Duration.ofMinutes(30);

    @Override
    public CompletionStage<Synced> get() {
        return CompletableFuture.supplyAsync(this::sync, blocking);
    }

    private Synced sync() {
        try (var connection = Connection.open(home, Waiting.atMost(ALL))) {
            var result = JsonMembers.parse(
                    connection.call(Connection.request("sync").number("timeout_ms", PART.toMillis()), part -> {}));
            var hosts = new AtomicInteger();
            connection.call(Connection.request("hosts"), host -> hosts.incrementAndGet());
            var status = JsonMembers.parse(connection.call(Connection.request("status"), none -> {}));
            return new Synced(result.number("failed", 0) == 0, devices(status), hosts.get());
        } catch (IOException | Refusal e) {
            LOG.warn("The scheduled sync failed: {}", e.getMessage());
            return new Synced(false, 0, 0);
        }
    }

    /** Those that are in touch, this one among them. */
    private static int devices(JsonMembers status) {
        return 1
                + (int) status.list("peers").stream()
                        .filter(peer -> JsonMembers.parse(peer).text("state").equals("up"))
                        .count();
    }
}

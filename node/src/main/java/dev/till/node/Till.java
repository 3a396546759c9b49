package dev.till.node;

import dev.till.node.client.Change;
import dev.till.node.client.Reading;
import dev.till.node.client.Receipt;
import dev.till.node.client.Spread;
import dev.till.node.client.TillClient;
import dev.till.node.config.NodeConfig;
import dev.till.node.socket.Refusal;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The registers of the fleet, for a component's JVM: either over the socket of this machine's node, or with a node of its
 * own in this process. Nothing here ends the JVM, installs a shutdown hook or touches its logging.
 *
 * <p>Values are JSON ({@code dev.till.protocol.json.JsonText} makes them). Blocking methods throw IOException when the
 * node cannot be reached any more and {@link Refusal} when it says no. Thread-safe.
 */
public interface Till extends AutoCloseable {

    /** Connects to the node that runs in {@code home}; throws NodeUnreachableException when none does. */
    static Till connect(Path home) throws IOException {
        return ConnectedTill.to(home);
    }

    /** Connects to the node of this user: {@code TILL_HOME}, else {@code ~/.till}. */
    static Till connect() throws IOException {
        return connect(TillClient.defaultHome());
    }

    /**
     * Starts a node in this process and returns when it serves; closing it stops the node.
     *
     * @throws IOException when the home is in use or unusable, or the port is taken
     */
    static Node start(NodeConfig config) throws IOException {
        return Node.start(config);
    }

    /** One register, unless it has no value. */
    Optional<Reading> get(String entity, String field) throws IOException, Refusal;

    /** All registers within {@code prefix} that hold a value, in key order; the empty prefix means all but till's own. */
    List<Reading> list(String prefix) throws IOException, Refusal;

    /** Sets a register and returns when that is on this machine's disk. */
    default Receipt set(String entity, String field, Value value) throws IOException, Refusal {
        return write(List.of(Change.set(entity, field, value)), Spread.LOCAL, Duration.ofSeconds(30));
    }

    /** Deletes a register and returns when that is on this machine's disk. */
    default Receipt delete(String entity, String field) throws IOException, Refusal {
        return write(List.of(Change.delete(entity, field)), Spread.LOCAL, Duration.ofSeconds(30));
    }

    /** Writes all changes or none and returns when they are on enough disks; see {@link TillClient#write}. */
    Receipt write(List<Change> changes, Spread spread, Duration patience) throws IOException, Refusal;

    /**
     * Writes all changes or none without waiting; completed when they are on this machine's disk, or with the Refusal or
     * IOException that prevented it. Writes of one caller keep their order.
     */
    CompletionStage<Receipt> writeLater(List<Change> changes);

    /**
     * Calls {@code listener} with every change within {@code prefix} after a revision, in the order this machine journaled
     * them, on a thread of the watch. What is slow in the listener only delays that watch. To go on later without loss,
     * watch again since {@link Subscription#revision}.
     *
     * @param since a revision seen earlier; negative: from now on
     */
    Subscription watch(String prefix, long since, Consumer<Reading> listener) throws IOException, Refusal;

    /** Components: what programs say of themselves, and what they are asked to do. */
    Components components();

    /** The node, its peers and what it holds: the document of {@code till status --json}. */
    String status() throws IOException, Refusal;

    @Override
    void close() throws IOException;

    /** A watch that goes on until it is closed or the node is gone. */
    interface Subscription extends AutoCloseable {

        /** Everything up to this revision has been told. */
        long revision();

        /** Completed when the watch has ended: normally when closed, else with the reason. */
        CompletionStage<Void> ended();

        @Override
        void close();
    }
}

package dev.till.node.client;

import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The registers of the node that runs on this machine.
 *
 * <p>Calls block, one at a time; threads may share a client and then take turns. Every method throws IOException when the
 * connection is broken (connect again), Refusal when the node says no (its {@link Reason} says what kind of no), and
 * IllegalArgumentException for names and values that cannot be.
 */
public final class TillClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path home;
    private final Connection connection;

    private TillClient(Path home) throws IOException {
        this.home = home;
        connection = Connection.open(home, Waiting.atMost(PATIENCE.plusSeconds(5)));
    }

    /** Connects to the node of {@code home}; throws {@link NodeUnreachableException} when none is running. */
    public static TillClient connect(Path home) throws IOException {
        return new TillClient(home);
    }

    /** Connects to the node of this user: {@code TILL_HOME}, else {@code ~/.till}. */
    public static TillClient connect() throws IOException {
        return connect(defaultHome());
    }

    /** The home used when none is named. */
    public static Path defaultHome() {
        var named = System.getenv("TILL_HOME");
        return named == null || named.isEmpty() ? Path.of(System.getProperty("user.home"), ".till") : Path.of(named);
    }

    /** One register, unless it has no value. */
    public synchronized Optional<Reading> get(String entity, String field) throws IOException, Refusal {
        RegisterKey.of(entity, field);
        try {
            return Optional.of(Reading.parse(connection.call(
                    Connection.request("get").text("entity", entity).text("field", field))));
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.ABSENT) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    /** Sets a register and returns when that is on this machine's disk. */
    public Receipt set(String entity, String field, Value value) throws IOException, Refusal {
        return write(List.of(Change.set(entity, field, value)), Spread.LOCAL, PATIENCE);
    }

    /** Deletes a register and returns when that is on this machine's disk. */
    public Receipt delete(String entity, String field) throws IOException, Refusal {
        return write(List.of(Change.delete(entity, field)), Spread.LOCAL, PATIENCE);
    }

    /**
     * Writes all changes or none, and returns when they are on enough disks. When {@code patience} is over before that, the
     * refusal's reason is {@link Reason#PARTIAL}: they are on this machine's disk and will spread.
     */
    public synchronized Receipt write(List<Change> changes, Spread spread, Duration patience)
            throws IOException, Refusal {
        JsonWriter request = Connection.request("set")
                .text("wait", spread.code())
                .number("timeout_ms", patience.toMillis())
                .open("assignments", '[');
        changes.forEach(change -> request.raw(change.json()));
        connection.wait(Waiting.atMost(patience.plusSeconds(5)));
        return Receipt.parse(connection.call(request.close(']')));
    }

    /** All registers within {@code prefix} that hold a value; the empty prefix means all but till's own. */
    public synchronized List<Reading> list(String prefix) throws IOException, Refusal {
        var readings = new ArrayList<Reading>();
        connection.call(Connection.request("scan").text("prefix", prefix), item -> readings.add(Reading.parse(item)));
        return readings;
    }

    /** Follows changes within {@code prefix} from now on. */
    public Watch watch(String prefix) throws IOException, Refusal {
        return watch(prefix, -1);
    }

    /** Follows changes within {@code prefix} after a revision seen earlier, without loss. */
    public Watch watch(String prefix, long since) throws IOException, Refusal {
        return Watch.over(Connection.open(home, Waiting.atMost(PATIENCE)), prefix, since);
    }

    /** Writes any number of changes over a connection of its own. */
    public Bulk bulk() throws IOException, Refusal {
        return Bulk.over(Connection.open(home, Waiting.atMost(PATIENCE.multipliedBy(4))));
    }

    /** The node, its peers and what it holds: the document of {@code till status --json}. */
    public synchronized String status() throws IOException, Refusal {
        return connection.call(Connection.request("status"));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

package dev.till.node.client;

import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Follows changes, one after the other, in the order this node journaled them.
 *
 * <p>It has a connection of its own. {@link #close} may be called from another thread and ends a waiting {@link #next}
 * with an IOException. To go on without loss, watch again since the last revision seen.
 */
public final class Watch implements AutoCloseable {
    private final Connection connection;
    private long revision;

    private Watch(Connection connection, long revision) {
        this.connection = connection;
        this.revision = revision;
    }

    /** Starts to follow {@code prefix} over {@code connection}; a negative {@code since} means from now on. */
    public static Watch over(Connection connection, String prefix, long since) throws IOException, Refusal {
        JsonWriter request = Connection.request("watch").text("prefix", prefix);
        connection.send(since < 0 ? request : request.number("since", since));
        var first = JsonMembers.parse(connection.item());
        connection.wait(Waiting.FOR_EVER);
        return new Watch(connection, first.number("following", 0));
    }

    /** The revision up to which changes have been seen. */
    public long revision() {
        return revision;
    }

    /** Waits for the next change and returns it as JSON text. */
    public String nextJson() throws IOException, Refusal {
        var json = connection.item();
        revision = JsonMembers.parse(json).number("revision", revision);
        return json;
    }

    /** Waits for the next change. */
    public Reading next() throws IOException, Refusal {
        var reading = Reading.parse(connection.item());
        revision = reading.revision();
        return reading;
    }

    /** Waits for the next change at most so long. */
    public Optional<Reading> next(Duration patience) throws IOException, Refusal {
        connection.wait(Waiting.atMost(patience));
        try {
            return Optional.of(next());
        } catch (InterruptedIOException timeIsUp) {
            return Optional.empty();
        } finally {
            connection.wait(Waiting.FOR_EVER);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

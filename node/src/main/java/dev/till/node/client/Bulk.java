package dev.till.node.client;

import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;

/**
 * Any number of writes over one connection, in bounded memory: sent as they are added, in the order they are added.
 *
 * <p>The first bad line ends it: all before it are written, none after it.
 */
public final class Bulk implements AutoCloseable {
    private final Connection connection;
    private long lines;

    private Bulk(Connection connection, boolean dry) throws IOException, Refusal {
        this.connection = connection;
        connection.send(Connection.request("apply").flag("dry", dry));
    }

    /** Starts a bulk write over {@code connection}, which serves nothing else until it is finished. */
    public static Bulk over(Connection connection) throws IOException, Refusal {
        return over(connection, false);
    }

    /** The same; when {@code dry}, nothing is written, only counted. */
    public static Bulk over(Connection connection, boolean dry) throws IOException, Refusal {
        return new Bulk(connection, dry);
    }

    /** Sends a write. */
    public void add(Change change) throws IOException, Refusal {
        addLine(change.json());
    }

    /** Sends a write given as one line of JSON, or an empty line, which only counts. */
    public void addLine(String json) throws IOException, Refusal {
        connection.write(json);
        lines++;
    }

    /** How many lines have been sent. The node is at most a few thousand behind. */
    public long lines() {
        return lines;
    }

    /** Waits until all is on disk. */
    public Receipt finish() throws IOException, Refusal {
        connection.write(new JsonWriter().open('{').flag("end", true).close('}').toString());
        return Receipt.parse(connection.answer(item -> {}));
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

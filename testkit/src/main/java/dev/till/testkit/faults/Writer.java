package dev.till.testkit.faults;

import dev.till.node.client.Change;
import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.time.HybridTimestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A component on one machine that writes to its node, so many times a second, and connects again when it has to.
 *
 * <p>Four of five writes are to registers of their own, so that each must be seen again; the fifth is to one that all
 * writers share, every other time one under policy {@code siblings}.
 */
final class Writer {

    /** Where registers that are written once lie, below it one entity an episode and node. */
    static final String OWN = "faults/own";

    /** Where all write to the same registers, and the last one wins. */
    static final String SHARED = "faults/shared";

    /** Where all write to the same registers, and concurrent values are kept. */
    static final String SIBLINGS = "faults/siblings";

    private static final int SHARED_FIELDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofMillis(200);

    private final int node;
    private final Path home;
    private final long pauseNanos;
    private final Thread thread;

    private volatile Optional<Turn> turn = Optional.empty();
    private volatile boolean resting;
    private volatile boolean ended;
    private long count;

    /** The episode to write for. */
    private record Turn(int episode, boolean healthy, Book book) {}

    Writer(int node, Path home, int perSecond) {
        this.node = node;
        this.home = home;
        pauseNanos = 1_000_000_000L / perSecond;
        thread = new Thread(this::run, "writer-" + node);
        thread.setDaemon(true);
        thread.start();
    }

    /** Writes from now on; when {@code healthy}, every failure is written down as a complaint. */
    void write(int episode, boolean healthy, Book book) {
        resting = false;
        turn = Optional.of(new Turn(episode, healthy, book));
    }

    /** Begins no more writes. One may still be on its way: see {@link #isResting}. */
    void rest() {
        turn = Optional.empty();
    }

    boolean isResting() {
        return resting;
    }

    /** Ends for good. */
    void end() {
        ended = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        Connection connection = null;
        while (!ended) {
            var now = turn;
            // A turn that began since is not rest.
            resting = now.isEmpty();
            if (resting) {
                // The node may be another one when writing goes on.
                close(connection);
                connection = null;
                LockSupport.parkNanos(pauseNanos);
                continue;
            }
            connection = write(now.get(), connection);
        }
        close(connection);
    }

    private Connection write(Turn now, Connection open) {
        long start = System.nanoTime();
        var connection = open;
        long id = ++count;
        now.book().attempt(node, id);
        try {
            if (connection == null) {
                connection = Connection.open(home, Waiting.atMost(PATIENCE));
            }
            var written = write(connection, now.episode(), id);
            now.book().acknowledged(written, (System.nanoTime() - start) / 1_000_000, now.healthy());
            LockSupport.parkNanos(pauseNanos - (System.nanoTime() - start));
            return connection;
        } catch (IOException | Refusal | IllegalArgumentException e) {
            now.book().refused(node, "write " + id + ": " + e.getMessage(), now.healthy());
            LockSupport.parkNanos(RETRY.toNanos());
            // A refusal leaves the connection as it was; after anything else nobody knows what the next line answers.
            if (e instanceof Refusal) {
                return connection;
            }
            close(connection);
            return null;
        }
    }

    private Written write(Connection connection, int episode, long id) throws IOException, Refusal {
        var key = key(episode, id);
        int blank = key.indexOf(' ');
        var value = Written.value(key, node, id);
        var request = Connection.request("set")
                .text("wait", "local")
                .open("assignments", '[')
                .raw(Change.set(key.substring(0, blank), key.substring(blank + 1), value)
                        .json())
                .close(']');
        var receipt = JsonMembers.parse(connection.call(request));
        return new Written(
                key,
                value.json(),
                HybridTimestamp.parse(receipt.text("timestamp")),
                DeviceId.parse(receipt.text("device")));
    }

    private String key(int episode, long id) {
        if (id % 5 != 0) {
            return OWN + "/e" + episode + "/n" + node + " w" + id;
        }
        return (id % 2 == 0 ? SHARED : SIBLINGS) + "/e" + episode + " s" + id / 5 % SHARED_FIELDS;
    }

    private static void close(Connection connection) {
        if (connection == null) {
            return;
        }
        try {
            connection.close();
        } catch (IOException e) {
            // It is gone either way.
            return;
        }
    }
}

package dev.till.node.store;

import dev.till.node.message.Entry;
import dev.till.node.message.Folded;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.message.RegisterStore;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.MalformedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the registers in one SQLite file in WAL mode: readers see the last fold that was committed and never wait for the
 * one under way.
 *
 * <p>One connection writes; reads borrow one of a few others.
 */
public final class SqliteStore implements RegisterStore, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
    private static final int READERS = 3;

    private final Path file;
    private final Connection writer;
    private final BlockingQueue<StoreReader> readers = new LinkedBlockingQueue<>();
    private volatile Folded folded;
    private volatile long values;

    private SqliteStore(Path file, Connection writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * Opens the store in {@code file}, which is created if it is not there.
     *
     * @throws StoreUnusableException when it is damaged or of a newer major format
     */
    public static SqliteStore open(Path file) throws IOException {
        try {
            var writer = Connections.write(file);
            try {
                var store = new SqliteStore(file, writer);
                store.prepare();
                return store;
            } catch (SQLException | IOException | IllegalArgumentException e) {
                writer.close();
                throw e;
            }
        } catch (SQLException | IllegalArgumentException e) {
            throw new StoreUnusableException("store: " + file + " cannot be read: " + e.getMessage(), isDamage(e), e);
        }
    }

    /** Checks the whole file without changing it; answers what is wrong, one sentence each. */
    public static List<String> verify(Path file) throws IOException {
        try (var connection = Connections.read(file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA integrity_check")) {
            var faults = new ArrayList<String>();
            while (rows.next()) {
                if (!rows.getString(1).equals("ok")) {
                    faults.add(file + ": " + rows.getString(1));
                }
            }
            return faults;
        } catch (SQLException e) {
            return List.of(file + ": " + e.getMessage());
        }
    }

    /**
     * Writes what was last committed to {@code file} into {@code copy}, an empty file: one whole store without a log beside
     * it. The store may be in use.
     *
     * @return the revision up to which the copy holds the journal
     */
    public static long copy(Path file, Path copy) throws IOException {
        try (var from = Connections.read(file);
                var vacuum = from.prepareStatement("VACUUM INTO ?")) {
            vacuum.setString(1, copy.toString());
            vacuum.execute();
        } catch (SQLException e) {
            throw new IOException("store: could not copy " + file + ": " + e.getMessage(), e);
        }
        try (var into = Connections.read(copy);
                var statement = into.createStatement();
                var row = statement.executeQuery("SELECT value FROM meta WHERE name = 'folded'")) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IOException("store: could not read the copy of " + file + ": " + e.getMessage(), e);
        }
    }

    /** Renames the files of a store that cannot be read, so that a new one can be made in {@code file}. */
    public static void moveAside(Path file) throws IOException {
        int number = 1;
        while (Files.exists(file.resolveSibling(file.getFileName() + ".damaged-" + number))) {
            number++;
        }
        for (String part : List.of("", "-wal", "-shm")) {
            var from = file.resolveSibling(file.getFileName() + part);
            if (Files.exists(from)) {
                Files.move(from, file.resolveSibling(file.getFileName() + ".damaged-" + number + part));
            }
        }
    }

    @Override
    public Folded folded() {
        return folded;
    }

    @Override
    public long values() {
        return values;
    }

    @Override
    public Optional<Entry> get(RegisterKey key) throws IOException {
        return read(reader -> reader.get(key));
    }

    @Override
    public Map<RegisterKey, Entry> get(Collection<RegisterKey> keys) throws IOException {
        return switch (keys.size()) {
            case 0 -> Map.of();
            case 1 -> single(keys.iterator().next());
            default -> read(reader -> reader.get(keys));
        };
    }

    private Map<RegisterKey, Entry> single(RegisterKey key) throws IOException {
        return get(key).map(entry -> Map.of(key, entry)).orElse(Map.of());
    }

    @Override
    public Page scan(String prefix, Optional<RegisterKey> after, int limit) throws IOException {
        return read(reader -> reader.scan(prefix, after, limit));
    }

    @Override
    public Page changed(long since, int limit) throws IOException {
        return read(reader -> reader.changed(since, limit));
    }

    @Override
    public List<Entry> conflicts() throws IOException {
        return read(StoreReader::conflicts);
    }

    @Override
    public synchronized void fold(Collection<Entry> changed, Folded upTo, long valuesAfter) throws IOException {
        try {
            execute("BEGIN IMMEDIATE");
            boolean isWritten = false;
            try {
                write(changed);
                setMeta(upTo, valuesAfter);
                execute("COMMIT");
                isWritten = true;
            } finally {
                if (!isWritten) {
                    rollBack();
                }
            }
            folded = upTo;
            values = valuesAfter;
        } catch (SQLException e) {
            throw new IOException("store: could not write " + file + ": " + e.getMessage(), e);
        }
        checkpoint();
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            for (StoreReader reader = readers.poll(); reader != null; reader = readers.poll()) {
                reader.close();
            }
            writer.close();
        } catch (SQLException e) {
            throw new IOException("store: could not close " + file + ": " + e.getMessage(), e);
        }
    }

    private interface Read<T> {
        T from(StoreReader reader) throws SQLException, MalformedException;
    }

    private <T> T read(Read<T> read) throws IOException {
        StoreReader reader = null;
        try {
            reader = readers.poll();
            if (reader == null) {
                reader = new StoreReader(Connections.read(file));
            }
            var result = read.from(reader);
            giveBack(reader);
            return result;
        } catch (SQLException | MalformedException e) {
            if (reader != null) {
                reader.close();
            }
            throw new IOException("store: could not read " + file + ": " + e.getMessage(), e);
        }
    }

    private void giveBack(StoreReader reader) {
        if (readers.size() < READERS) {
            readers.add(reader);
        } else {
            reader.close();
        }
    }

    private void write(Collection<Entry> changed) throws SQLException {
        try (var statement = writer.prepareStatement("INSERT OR REPLACE INTO register (" + Rows.COLUMNS
                + ", conflict) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Entry entry : changed) {
                if (!entry.register().versions().isEmpty()) {
                    Rows.bind(statement, entry);
                    statement.executeUpdate();
                }
            }
        }
    }

    private void setMeta(Folded upTo, long valuesAfter) throws SQLException {
        try (var statement = writer.prepareStatement("INSERT OR REPLACE INTO meta VALUES (?, ?)")) {
            var meta = Map.of(
                    "folded", Long.toString(upTo.revision()),
                    "applied", DotSetText.format(upTo.applied()),
                    "latest", Long.toString(upTo.latest().nanos()),
                    "values", Long.toString(valuesAfter));
            for (Map.Entry<String, String> entry : meta.entrySet()) {
                statement.setString(1, entry.getKey());
                statement.setString(2, entry.getValue());
                statement.executeUpdate();
            }
        }
    }

    /** Moves what was committed into the main file, as far as readers of older states allow. Commits are synced already. */
    private void checkpoint() {
        try {
            execute("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            LOG.warn("The log of {} could not be shortened, the next fold tries again: {}", file, e.getMessage());
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = writer.createStatement()) {
            statement.execute(sql);
        }
    }

    /** SQLite has rolled back by itself where it had to, such as on a full disk. */
    private void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            LOG.debug("Rolled back already: {}", e.getMessage());
        }
    }

    private void prepare() throws SQLException, IOException {
        var meta = readMeta();
        if (meta.isEmpty()) {
            execute("BEGIN IMMEDIATE");
            Schema.create(writer);
            execute("COMMIT");
            meta = readMeta();
        }
        var format = meta.getOrDefault("format", "0.0");
        int dot = format.indexOf('.');
        if (Integer.parseInt(format.substring(0, dot)) > Schema.MAJOR) {
            throw new StoreUnusableException(
                    "store: " + file + ": format " + format + " (expected: at most " + Schema.MAJOR
                            + ".x; this till writes " + Schema.MAJOR + "." + Schema.MINOR
                            + "). Use the newer till that wrote it",
                    false,
                    null);
        }
        Schema.upgrade(writer, Integer.parseInt(format.substring(dot + 1)));
        folded = new Folded(
                Long.parseLong(meta.get("folded")),
                DotSetText.parse(meta.get("applied")),
                new HybridTimestamp(Long.parseLong(meta.get("latest"))));
        values = Long.parseLong(meta.get("values"));
    }

    private Map<String, String> readMeta() throws SQLException {
        try (var statement = writer.createStatement()) {
            try (var tables = statement.executeQuery("SELECT 1 FROM sqlite_schema WHERE name = 'meta'")) {
                if (!tables.next()) {
                    return Map.of();
                }
            }
            var meta = new HashMap<String, String>();
            try (var rows = statement.executeQuery("SELECT name, value FROM meta")) {
                while (rows.next()) {
                    meta.put(rows.getString(1), rows.getString(2));
                }
            }
            return meta;
        }
    }

    private static boolean isDamage(Exception e) {
        return e instanceof IllegalArgumentException || (e instanceof SQLException sql && Connections.isDamage(sql));
    }
}

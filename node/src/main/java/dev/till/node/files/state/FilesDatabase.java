package dev.till.node.files.state;

import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.SyncMode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;

/**
 * The file {@code files.db}: the folders, what was agreed about each path, where chunks of large files lie, the trash and the
 * log. Times are milliseconds since 1970 unless said otherwise. Each user has a connection of its own, and
 * its threads take turns.
 */
public final class FilesDatabase implements Closeable {
    private static final int FORMAT = 1;

    private static final String[] SCHEMA = {
        "CREATE TABLE IF NOT EXISTS folder (name TEXT PRIMARY KEY, root TEXT NOT NULL, mode TEXT NOT NULL,"
                + " profile TEXT NOT NULL, live INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS agreed (folder TEXT NOT NULL, path TEXT NOT NULL, record TEXT NOT NULL, hash BLOB,"
                + " kind TEXT, size INTEGER, mode INTEGER, mtime INTEGER, ctime INTEGER, inode INTEGER,"
                + " PRIMARY KEY (folder, path)) WITHOUT ROWID",
        "CREATE INDEX IF NOT EXISTS agreed_hash ON agreed (hash) WHERE hash IS NOT NULL",
        "CREATE TABLE IF NOT EXISTS chunk (folder TEXT NOT NULL, path TEXT NOT NULL, start INTEGER NOT NULL,"
                + " length INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (folder, path, start)) WITHOUT ROWID",
        "CREATE INDEX IF NOT EXISTS chunk_hash ON chunk (hash)",
        "CREATE TABLE IF NOT EXISTS trash (id INTEGER PRIMARY KEY, folder TEXT NOT NULL, path TEXT NOT NULL,"
                + " file TEXT NOT NULL, at INTEGER NOT NULL, why TEXT NOT NULL)",
        "CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, folder TEXT NOT NULL, at INTEGER NOT NULL,"
                + " path TEXT NOT NULL, what TEXT NOT NULL, device TEXT NOT NULL, why TEXT NOT NULL)",
        "PRAGMA user_version = " + FORMAT,
    };

    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private FilesDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** Opens the file, made if it is not there. */
    public static FilesDatabase open(Path file) throws IOException {
        try {
            var config = config();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            var connection = config.createConnection("jdbc:sqlite:" + file);
            try (var statement = connection.createStatement()) {
                try (var version = statement.executeQuery("PRAGMA user_version")) {
                    if (version.next() && version.getInt(1) > FORMAT) {
                        throw new IOException(file + " was written by a newer till; use that one");
                    }
                }
                for (String each : SCHEMA) {
                    statement.execute(each);
                }
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
            return new FilesDatabase(file, connection);
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.setBusyTimeout(30_000);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setEncoding(SQLiteConfig.Encoding.UTF8);
        // Nobody asks for the row that an insertion made, and by default each insertion is followed by a query for it.
        config.setGetGeneratedKeys(false);
        return config;
    }

    /** One more connection to the same file. */
    public FilesDatabase another() throws IOException {
        return open(file);
    }

    /** All folders, by name. */
    public List<Folder> folders() throws IOException {
        return call(connection -> {
            var folders = new ArrayList<Folder>();
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(
                            "SELECT name, root, mode, profile, live FROM folder ORDER BY name")) {
                while (rows.next()) {
                    folders.add(new Folder(
                            new FolderName(rows.getString(1)),
                            Path.of(rows.getString(2)),
                            SyncMode.parse(rows.getString(3)),
                            rows.getString(4),
                            rows.getInt(5) != 0));
                }
            }
            return folders;
        });
    }

    /** Remembers a folder, in place of what was known under its name. */
    public void put(Folder folder) throws IOException {
        run(
                "INSERT OR REPLACE INTO folder VALUES (?, ?, ?, ?, ?)",
                folder.name().value(),
                folder.root().toString(),
                folder.mode().toString(),
                folder.profile(),
                folder.live() ? 1 : 0);
    }

    /** Forgets a folder and all that was agreed about it. Files stay, the trash too. */
    public void forget(FolderName folder) throws IOException {
        for (String table : List.of("agreed", "chunk", "log", "trash")) {
            run("DELETE FROM " + table + " WHERE folder = ?", folder.value());
        }
        run("DELETE FROM folder WHERE name = ?", folder.value());
    }

    /** Something done with the connection. */
    interface Work<T> {
        T with(Connection connection) throws SQLException, IOException;
    }

    synchronized <T> T call(Work<T> work) throws IOException {
        try {
            return work.with(connection);
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    /** Something that is asked again and again, compiled once. Its results are to be closed before it is asked anew. */
    PreparedStatement prepared(String sql) throws SQLException {
        var statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        // What somebody gathered who then failed.
        statement.clearBatch();
        return statement;
    }

    /** All of it, durably, or nothing. */
    synchronized void together(Step step) throws IOException {
        call(connection -> {
            connection.setAutoCommit(false);
            try {
                step.take();
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return null;
        });
    }

    /** Something that is done together with other things. */
    interface Step {
        void take() throws SQLException, IOException;
    }

    void run(String sql, Object... values) throws IOException {
        call(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void close() throws IOException {
        call(connection -> {
            connection.close();
            return null;
        });
    }

    private static IOException failure(Path file, SQLException e) {
        return new IOException(file + ": " + e.getMessage(), e);
    }
}

package dev.till.node.files.state;

import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.scan.Stat;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.json.JsonWriter;
import java.io.Closeable;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The agreed tree of one folder, on a connection of its own. */
public final class Agreed implements Closeable {
    private static final String COLUMNS = "path, record, kind, size, mode, mtime, ctime, inode";
    private static final int PAGE = 2048;

    /** So many rows of chunks are gathered in memory before they go down; a large file has hundreds of thousands. */
    private static final int BATCH = 1024;

    private final FilesDatabase database;
    private final FolderName folder;

    /** Reads and writes by {@code database}, which is closed with this. */
    public Agreed(FilesDatabase database, FolderName folder) {
        this.database = database;
        this.folder = folder;
    }

    /**
     * What to remember of a path; chunks of large files with it.
     *
     * @param record the version as its register holds it
     */
    public record Change(FilePath path, FileVersion version, String record, Optional<Stat> stat, List<Chunk> chunks) {}

    /** Where bytes with a hash lie on this device. */
    public record Place(FolderName folder, FilePath path, long offset, long length) {}

    /** The row of a path. */
    public Optional<AgreedRow> find(FilePath path) throws IOException {
        return rows("SELECT " + COLUMNS + " FROM agreed WHERE folder = ? AND path = ?", path.value()).stream()
                .findFirst();
    }

    /** The rows of those of these paths that have one. */
    public Map<FilePath, AgreedRow> find(Collection<FilePath> paths) throws IOException {
        var found = new HashMap<FilePath, AgreedRow>();
        var json = new JsonWriter().open('[');
        paths.forEach(path -> json.text(path.value()));
        rows(
                        "SELECT " + COLUMNS
                                + " FROM agreed WHERE folder = ? AND path IN (SELECT value FROM json_each(?))",
                        json.close(']').toString())
                .forEach(row -> found.put(row.path(), row));
        return found;
    }

    /** How the file at a path looked when it was agreed to have this content; empty when it was not. */
    public Optional<Stat> file(FilePath path, ContentHash hash) throws IOException {
        return database.call(connection -> {
            var statement = database.prepared(
                    "SELECT kind, size, mode, mtime, ctime, inode FROM agreed WHERE folder = ? AND path = ? AND hash = ?");
            statement.setString(1, folder.value());
            statement.setString(2, path.value());
            statement.setBytes(3, hash.bytes());
            try (var found = statement.executeQuery()) {
                return found.next() ? stat(found, 1) : Optional.<Stat>empty();
            }
        });
    }

    /** The rows that follow a path, in order; the first page follows the empty path. A short page is the last. */
    public List<AgreedRow> page(String after) throws IOException {
        return rows(
                "SELECT " + COLUMNS + " FROM agreed WHERE folder = ? AND path > ? ORDER BY path LIMIT " + PAGE, after);
    }

    /** How many files were here when they were agreed upon. */
    public long files() throws IOException {
        return database.call(connection -> {
            try (var statement = connection.prepareStatement(
                    "SELECT count(*) FROM agreed WHERE folder = ? AND kind <> 'DIRECTORY'")) {
                statement.setString(1, folder.value());
                try (var rows = statement.executeQuery()) {
                    return rows.next() ? rows.getLong(1) : 0;
                }
            }
        });
    }

    /** How many rows a page that is not the last has. */
    public static int pageSize() {
        return PAGE;
    }

    /** Adds all paths below a directory to these. */
    public void below(FilePath directory, Collection<FilePath> paths) throws IOException {
        var prefix = directory + "/";
        var after = prefix;
        List<AgreedRow> page;
        do {
            page = page(after);
            for (AgreedRow row : page) {
                after = row.path().value();
                if (!after.startsWith(prefix)) {
                    return;
                }
                paths.add(row.path());
            }
        } while (page.size() == PAGE);
    }

    private List<AgreedRow> rows(String sql, String argument) throws IOException {
        return database.call(connection -> {
            var statement = database.prepared(sql);
            statement.setString(1, folder.value());
            statement.setString(2, argument);
            var rows = new ArrayList<AgreedRow>();
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(row(found));
                }
            }
            return rows;
        });
    }

    private static AgreedRow row(ResultSet row) throws SQLException {
        return new AgreedRow(new FilePath(row.getString(1)), row.getString(2), stat(row, 3));
    }

    /** From six columns in a row, {@code first} and those after it. */
    private static Optional<Stat> stat(ResultSet row, int first) throws SQLException {
        var kind = row.getString(first);
        return kind == null
                ? Optional.empty()
                : Optional.of(new Stat(
                        Stat.Kind.valueOf(kind),
                        row.getLong(first + 1),
                        row.getInt(first + 2),
                        row.getLong(first + 3),
                        row.getLong(first + 4),
                        row.getLong(first + 5)));
    }

    /** Remembers all of these, durably, or none. */
    public void write(List<Change> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        database.together(() -> {
            uncut(changes);
            var row = database.prepared("INSERT OR REPLACE INTO agreed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
            var chunk = database.prepared("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?, ?, ?)");
            int cut = 0;
            for (Change change : changes) {
                bind(row, change);
                row.addBatch();
                for (Chunk each : change.chunks()) {
                    bind(chunk, change.path(), each);
                    chunk.addBatch();
                    cut++;
                    if (cut % BATCH == 0) {
                        chunk.executeBatch();
                    }
                }
            }
            row.executeBatch();
            chunk.executeBatch();
        });
    }

    /** Forgets how contents were cut that are not there any more. What was not read again is still cut as it was. */
    private void uncut(List<Change> changes) throws SQLException {
        if (!hasChunks()) {
            return;
        }
        var clear = database.prepared("DELETE FROM chunk WHERE folder = ? AND path = ? AND (? OR NOT EXISTS (SELECT 1"
                + " FROM agreed WHERE agreed.folder = chunk.folder AND agreed.path = chunk.path"
                + " AND agreed.hash = ?))");
        for (Change change : changes) {
            clear.setString(1, folder.value());
            clear.setString(2, change.path().value());
            clear.setBoolean(3, !change.chunks().isEmpty());
            clear.setBytes(4, hash(change.version()));
            clear.addBatch();
        }
        clear.executeBatch();
    }

    private boolean hasChunks() throws SQLException {
        var any = database.prepared("SELECT 1 FROM chunk WHERE folder = ? LIMIT 1");
        any.setString(1, folder.value());
        try (var rows = any.executeQuery()) {
            return rows.next();
        }
    }

    private void bind(PreparedStatement row, Change change) throws SQLException {
        row.setString(1, folder.value());
        row.setString(2, change.path().value());
        row.setString(3, change.record());
        row.setBytes(4, hash(change.version()));
        var stat = change.stat().orElse(null);
        row.setObject(5, stat == null ? null : stat.kind().name());
        row.setObject(6, stat == null ? null : stat.size());
        row.setObject(7, stat == null ? null : stat.mode());
        row.setObject(8, stat == null ? null : stat.mtime());
        row.setObject(9, stat == null ? null : stat.ctime());
        row.setObject(10, stat == null ? null : stat.inode());
    }

    private static byte[] hash(FileVersion version) {
        return version.item() instanceof Item.Regular file ? file.hash().bytes() : null;
    }

    private void bind(PreparedStatement chunk, FilePath path, Chunk each) throws SQLException {
        chunk.setString(1, folder.value());
        chunk.setString(2, path.value());
        chunk.setLong(3, each.offset());
        chunk.setInt(4, each.length());
        chunk.setBytes(5, each.hash().bytes());
    }

    /** Remembers how a large content is cut, if it still is what is agreed about the path. */
    public void cut(FilePath path, ContentHash hash, List<Chunk> chunks) throws IOException {
        database.call(connection -> {
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement("INSERT OR REPLACE INTO chunk SELECT folder, path, ?, ?, ?"
                    + " FROM agreed WHERE folder = ? AND path = ? AND hash = ?")) {
                for (Chunk each : chunks) {
                    insert.setLong(1, each.offset());
                    insert.setInt(2, each.length());
                    insert.setBytes(3, each.hash().bytes());
                    insert.setString(4, folder.value());
                    insert.setString(5, path.value());
                    insert.setBytes(6, hash.bytes());
                    insert.executeUpdate();
                }
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return null;
        });
    }

    /** Remembers how unchanged files look now, so that they need not be read again. */
    public void look(List<AgreedRow> rows) throws IOException {
        if (rows.isEmpty()) {
            return;
        }
        database.together(() -> {
            var update = database.prepared(
                    "UPDATE agreed SET mode = ?, mtime = ?, ctime = ?, inode = ? WHERE folder = ? AND path = ?");
            for (AgreedRow row : rows) {
                var stat = row.stat().orElseThrow();
                update.setInt(1, stat.mode());
                update.setLong(2, stat.mtime());
                update.setLong(3, stat.ctime());
                update.setLong(4, stat.inode());
                update.setString(5, folder.value());
                update.setString(6, row.path().value());
                update.executeUpdate();
            }
        });
    }

    /** The chunks of a large file as it was agreed upon, in order. */
    public List<Chunk> chunks(FilePath path) throws IOException {
        return chunks(folder, path);
    }

    /** The same of a place in any folder. */
    public List<Chunk> chunks(Place place) throws IOException {
        return chunks(place.folder(), place.path());
    }

    private List<Chunk> chunks(FolderName folder, FilePath path) throws IOException {
        return database.call(connection -> {
            try (var statement = connection.prepareStatement(
                    "SELECT hash, start, length FROM chunk WHERE folder = ? AND path = ? ORDER BY start")) {
                statement.setString(1, folder.value());
                statement.setString(2, path.value());
                var chunks = new ArrayList<Chunk>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        chunks.add(new Chunk(ContentHash.of(rows.getBytes(1)), rows.getLong(2), rows.getInt(3)));
                    }
                }
                return chunks;
            }
        });
    }

    /** Where on this device a whole content may lie; it is to be verified. */
    public List<Place> whole(ContentHash hash) throws IOException {
        return places("SELECT folder, path, 0, size FROM agreed WHERE hash = ? AND kind IS NOT NULL LIMIT 4", hash);
    }

    /** Which of these contents may lie on this device as a whole. */
    public Set<ContentHash> whole(Collection<ContentHash> hashes) throws IOException {
        if (hashes.isEmpty()) {
            return Set.of();
        }
        var json = new JsonWriter().open('[');
        hashes.forEach(hash -> json.text(hash.toString()));
        return database.call(connection -> {
            var statement = database.prepared("SELECT value FROM json_each(?) WHERE EXISTS"
                    + " (SELECT 1 FROM agreed WHERE hash = unhex(value) AND kind IS NOT NULL)");
            statement.setString(1, json.close(']').toString());
            var found = new HashSet<ContentHash>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(ContentHash.parse(rows.getString(1)));
                }
            }
            return found;
        });
    }

    /** Where on this device a chunk may lie; it is to be verified. */
    public List<Place> chunk(ContentHash hash) throws IOException {
        return places("SELECT folder, path, start, length FROM chunk WHERE hash = ? LIMIT 4", hash);
    }

    private static List<Place> read(ResultSet rows) throws SQLException {
        var places = new ArrayList<Place>();
        while (rows.next()) {
            places.add(new Place(
                    new FolderName(rows.getString(1)),
                    new FilePath(rows.getString(2)),
                    rows.getLong(3),
                    rows.getLong(4)));
        }
        return places;
    }

    private List<Place> places(String sql, ContentHash hash) throws IOException {
        return database.call(connection -> {
            var statement = database.prepared(sql);
            statement.setBytes(1, hash.bytes());
            try (var rows = statement.executeQuery()) {
                return read(rows);
            }
        });
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}

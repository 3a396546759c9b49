package dev.till.node.files.state;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What was done to a folder on this device, when, on whose behalf and why; and what lies in its trash. */
public final class Diary {
    private static final int MOST = 100_000;

    private final FilesDatabase database;
    private final FolderName folder;

    /** Of one folder. */
    public Diary(FilesDatabase database, FolderName folder) {
        this.database = database;
        this.folder = folder;
    }

    /**
     * One thing that was done.
     *
     * @param before where it was, of a rename; not kept
     */
    public record Note(Instant at, String path, String what, String device, String why, Optional<String> before) {}

    /** A file in the trash, by the name it has there. */
    public record Trashed(long id, String path, String file, Instant at, String why) {}

    /** Writes all of it down, durably. Of very old ones the oldest go. */
    public void write(List<Note> notes) throws IOException {
        if (notes.isEmpty()) {
            return;
        }
        database.together(() -> {
            var row = database.prepared(
                    "INSERT INTO log (folder, at, path, what, device, why) VALUES (?, ?, ?, ?, ?, ?)");
            for (Note note : notes) {
                row.setString(1, folder.value());
                row.setLong(2, note.at().toEpochMilli());
                row.setString(3, note.path());
                row.setString(4, note.what());
                row.setString(5, note.device());
                row.setString(6, note.why());
                row.addBatch();
            }
            row.executeBatch();
            database.prepared("DELETE FROM log WHERE id <= (SELECT max(id) FROM log) - " + MOST)
                    .executeUpdate();
        });
    }

    /** The newest notes, newest last. */
    public List<Note> newest(int most) throws IOException {
        return database.call(connection -> {
            try (var statement =
                    connection.prepareStatement("SELECT at, path, what, device, why FROM (SELECT * FROM log"
                            + " WHERE folder = ? ORDER BY id DESC LIMIT ?) ORDER BY id")) {
                statement.setString(1, folder.value());
                statement.setInt(2, most);
                var notes = new ArrayList<Note>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        notes.add(new Note(
                                Instant.ofEpochMilli(rows.getLong(1)),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getString(5),
                                Optional.empty()));
                    }
                }
                return notes;
            }
        });
    }

    /** Writes down, durably, that these go to the trash; their ids do not count. */
    public void trashed(List<Trashed> all) throws IOException {
        if (all.isEmpty()) {
            return;
        }
        database.together(() -> {
            var row = database.prepared("INSERT INTO trash (folder, path, file, at, why) VALUES (?, ?, ?, ?, ?)");
            for (Trashed each : all) {
                row.setString(1, folder.value());
                row.setString(2, each.path());
                row.setString(3, each.file());
                row.setLong(4, each.at().toEpochMilli());
                row.setString(5, each.why());
                row.executeUpdate();
            }
        });
    }

    /** What lies in the trash, the newest last. */
    public List<Trashed> trash(int most) throws IOException {
        return trashed(
                "SELECT id, path, file, at, why FROM (SELECT * FROM trash WHERE folder = ? ORDER BY id DESC LIMIT ?)"
                        + " ORDER BY id",
                most);
    }

    /** The newest of a path in the trash. */
    public Optional<Trashed> newestTrashed(FilePath path) throws IOException {
        return trashed(
                        "SELECT id, path, file, at, why FROM trash WHERE folder = ? AND path = ?"
                                + " ORDER BY id DESC LIMIT 1",
                        path.value())
                .stream()
                .findFirst();
    }

    /** Some of what has been in the trash from before {@code oldest}, or beyond the newest so many of its path. */
    public List<Trashed> expired(Instant oldest, int ofOnePath, int most) throws IOException {
        return trashed(
                "SELECT id, path, file, at, why FROM (SELECT *, row_number() OVER (PARTITION BY path ORDER BY id DESC)"
                        + " AS age FROM trash WHERE folder = ?) WHERE at < ? OR age > ? LIMIT ?",
                oldest.toEpochMilli(),
                ofOnePath,
                most);
    }

    private List<Trashed> trashed(String sql, Object... values) throws IOException {
        return database.call(connection -> {
            try (var statement = connection.prepareStatement(sql)) {
                statement.setString(1, folder.value());
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 2, values[i]);
                }
                var trashed = new ArrayList<Trashed>();
                try (var rows = statement.executeQuery()) {
                    while (rows.next()) {
                        trashed.add(new Trashed(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                Instant.ofEpochMilli(rows.getLong(4)),
                                rows.getString(5)));
                    }
                }
                return trashed;
            }
        });
    }

    /** Forgets one that is not in the trash any more. */
    public void untrashed(long id) throws IOException {
        database.run("DELETE FROM trash WHERE id = ?", id);
    }
}

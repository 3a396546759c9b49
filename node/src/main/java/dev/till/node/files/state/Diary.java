package dev.till.node.files.state;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    /** One thing that was done. */
    public record Note(Instant at, String path, String what, String device, String why) {}

    /** A file in the trash, by the name it has there. */
    public record Trashed(long id, String path, String file, Instant at, String why) {}

    /** Writes all of it down, durably. Of very old ones the oldest go. */
    public void write(List<Note> notes) throws IOException {
        if (notes.isEmpty()) {
            return;
        }
        database.call(connection -> {
            connection.setAutoCommit(false);
            try (var row = connection.prepareStatement(
                    "INSERT INTO log (folder, at, path, what, device, why) VALUES (?, ?, ?, ?, ?, ?)")) {
                for (Note note : notes) {
                    row.setString(1, folder.value());
                    row.setLong(2, note.at().toEpochMilli());
                    row.setString(3, note.path());
                    row.setString(4, note.what());
                    row.setString(5, note.device());
                    row.setString(6, note.why());
                    row.executeUpdate();
                }
                connection.commit();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return null;
        });
        database.run("DELETE FROM log WHERE id <= (SELECT max(id) FROM log) - " + MOST);
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
                                rows.getString(5)));
                    }
                }
                return notes;
            }
        });
    }

    /** Writes down that a file went to the trash. */
    public void trashed(FilePath path, String file, Instant at, String why) throws IOException {
        database.run(
                "INSERT INTO trash (folder, path, file, at, why) VALUES (?, ?, ?, ?, ?)",
                folder.value(),
                path.value(),
                file,
                at.toEpochMilli(),
                why);
    }

    /** What lies in the trash, oldest first. */
    public List<Trashed> trash() throws IOException {
        return database.call(connection -> {
            try (var statement = connection.prepareStatement(
                    "SELECT id, path, file, at, why FROM trash WHERE folder = ? ORDER BY id")) {
                statement.setString(1, folder.value());
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

package dev.till.node.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The tables of the store.
 *
 * <p>Text is compared by its UTF-8 bytes (SQLite's BINARY collation), which is the order of keys. {@code stamp} counts
 * nanoseconds since 1970; the view {@code readable} shows it as ISO-8601.
 */
final class Schema {
    static final int MAJOR = 1;
    static final int MINOR = 1;

    private static final String[] STATEMENTS = {
        """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID""", """
        CREATE TABLE register (
          entity TEXT NOT NULL, -- path of the entity
          field TEXT NOT NULL,
          value TEXT, -- JSON; NULL where the register was deleted
          stamp INTEGER NOT NULL, -- nanoseconds since 1970-01-01T00:00:00Z
          device TEXT NOT NULL, -- who wrote the value shown
          seq INTEGER NOT NULL, -- the how-manieth write of that device
          revision INTEGER NOT NULL, -- place in the journal of the last change
          context BLOB NOT NULL, -- all writes this register has seen
          siblings BLOB, -- concurrent versions beside the one shown, if any
          extra BLOB, -- fields of a newer till, kept
          seen BLOB, -- what the writer of each version had seen, unless there is one version and it has seen all of the context
          conflict INTEGER NOT NULL, -- 1 where concurrent writes left different contents
          PRIMARY KEY (entity, field)
        ) WITHOUT ROWID""", """
        CREATE INDEX register_revision ON register (revision)""", """
        CREATE INDEX register_conflict ON register (entity, field) WHERE conflict = 1""", """
        CREATE VIEW readable AS SELECT entity, field, value,
          strftime('%Y-%m-%dT%H:%M:%S', (stamp - ((stamp % 1000000000) + 1000000000) % 1000000000) / 1000000000, 'unixepoch')
            || printf('.%09dZ', ((stamp % 1000000000) + 1000000000) % 1000000000) AS stamp,
          device, seq, revision, conflict FROM register""",
    };

    /** What a store of each earlier minor format lacks to be one of the next. */
    private static final String[] NEWER = {"ALTER TABLE register ADD COLUMN seen BLOB"};

    private Schema() {}

    static void create(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String each : STATEMENTS) {
                statement.execute(each);
            }
            statement.execute("INSERT INTO meta VALUES ('format', '" + MAJOR + "." + MINOR
                    + "'), ('folded', '0'), ('applied', ''), ('latest', '0'), ('values', '0')");
        }
    }

    /** Makes a store of the minor format {@code minor} one of this one, wholly or not at all; a newer one stays as it is. */
    static void upgrade(Connection connection, int minor) throws SQLException {
        if (minor >= MINOR) {
            return;
        }
        try (var statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (int i = minor; i < MINOR; i++) {
                statement.execute(NEWER[i]);
            }
            statement.execute("UPDATE meta SET value = '" + MAJOR + "." + MINOR + "' WHERE name = 'format'");
            statement.execute("COMMIT");
        }
    }
}

package dev.till.node.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** Opens the file of the store. */
final class Connections {
    private static final int CACHE_KIB = 1024;
    private static final int WAL_LIMIT_BYTES = 4 << 20;

    private Connections() {}

    /** The one connection that writes. Its commits are synced: what was folded may be removed from the journal. */
    static Connection write(Path file) throws SQLException {
        var config = config();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Integer.toString(WAL_LIMIT_BYTES));
        return config.createConnection("jdbc:sqlite:" + file);
    }

    /** A connection for one reader at a time. */
    static Connection read(Path file) throws SQLException {
        var config = config();
        config.setOpenMode(SQLiteOpenMode.READONLY);
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.resetOpenMode(SQLiteOpenMode.READWRITE);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    static boolean isDamage(SQLException e) {
        int code = e.getErrorCode() & 0xFF;
        return code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    private static SQLiteConfig config() {
        var config = new SQLiteConfig();
        config.setBusyTimeout(10_000);
        config.setCacheSize(-CACHE_KIB);
        config.setEncoding(SQLiteConfig.Encoding.UTF8);
        // Nobody asks for the row that an insertion made, and by default each insertion is followed by a query for it.
        config.setGetGeneratedKeys(false);
        return config;
    }
}

package dev.till.node;

import dev.till.node.backup.BackupHeader;
import dev.till.node.backup.BackupWriter;
import dev.till.node.journal.SegmentFile;
import dev.till.node.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Writes the backup of a home, in use or not: first the store as it was last committed, then the journal from there on. The
 * node goes on meanwhile, and what it acknowledges while the backup is made is in it or not.
 */
final class HomeBackup {
    /** Between the copies of store and journal the node may fold and remove what lies between them; not every time. */
    private static final int ATTEMPTS = 5;

    /** Small files that are replaced whole. Invites are left out: one that was used since must not become good again. */
    private static final List<String> SMALL =
            List.of("device.key", "till.conf", "peers.json", "trust/devices", "trust/introduced");

    private final Path home;
    private final Segments segments;

    /** Tells what the journal consists of now. */
    interface Segments {
        List<SegmentFile> list() throws IOException;
    }

    HomeBackup(Path home, Segments segments) {
        this.home = home;
        this.segments = segments;
    }

    /**
     * Writes it into {@code file}.
     *
     * @param progress told how many bytes have been taken in
     * @return how many bytes the file has
     */
    long write(Path file, BackupHeader header, LongConsumer progress) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (var writer = BackupWriter.begin(file, progress)) {
                long folded = addStore(writer);
                var journal = segments.list();
                if (journal.isEmpty() || journal.get(0).firstRevision() <= folded + 1) {
                    for (SegmentFile segment : journal) {
                        writer.add("journal/" + segment.path().getFileName(), segment.path(), segment.length());
                    }
                    addSmall(writer);
                    return writer.finish(header);
                }
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS || !e.getFile().endsWith(".segment")) {
                    throw e;
                }
            }
            if (attempt == ATTEMPTS) {
                throw new IOException("the node compacted its journal " + ATTEMPTS
                        + " times while the backup was made; try again later");
            }
        }
    }

    private long addStore(BackupWriter writer) throws IOException {
        var store = home.resolve("store.db");
        if (!Files.exists(store)) {
            return 0;
        }
        var copy = writer.scratch();
        try {
            long folded = SqliteStore.copy(store, copy);
            writer.add("store.db", copy, Files.size(copy));
            return folded;
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void addSmall(BackupWriter writer) throws IOException {
        for (String name : SMALL) {
            var file = home.resolve(name);
            if (Files.exists(file)) {
                writer.add(name, file, Files.size(file));
            }
        }
    }
}

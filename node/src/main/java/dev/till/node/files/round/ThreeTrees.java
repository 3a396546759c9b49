package dev.till.node.files.round;

import dev.till.node.files.scan.Stat;
import dev.till.node.files.scan.Tree;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.AgreedRow;
import dev.till.node.message.Entry;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.id.RegisterKey;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** The paths of three trees, each told once, in order; a page of each is in memory. */
final class ThreeTrees {
    private static final int MOST_REFUSED = 1000;

    /**
     * More paths than this no folder has. Whoever tells of more wants to fill disks, or has a mistake in a loop; either way it is
     * somebody's to look at, not this device's to follow.
     */
    static final long MOST_PATHS = 2_000_000;

    private final Tree disk;
    private final Agreed agreed;
    private final Records records;
    private final String prefix;
    private final Queue<AgreedRow> rows = new ArrayDeque<>();
    private final Queue<Entry> entries = new ArrayDeque<>();
    private final List<String> refused = new ArrayList<>();
    private Optional<Tree.Seen> seen;
    private String lastRow = "";
    private boolean rowsEnd;
    private Optional<RegisterKey> lastEntry = Optional.empty();
    private boolean entriesEnd;
    private long told;

    /**
     * Walks all three together.
     *
     * @param after tell only what comes after this path; the tree on disk tells no other by itself
     */
    ThreeTrees(Tree disk, Agreed agreed, Records records, FolderName folder, Optional<FilePath> after)
            throws IOException {
        this.disk = disk;
        this.agreed = agreed;
        this.records = records;
        prefix = FileRecord.prefix(folder);
        lastRow = after.map(FilePath::value).orElse("");
        lastEntry = after.map(path -> FileRecord.key(folder, path));
        seen = disk.next();
    }

    /** A path, and what each of the trees has there. */
    record At(FilePath path, Optional<Stat> stat, Optional<AgreedRow> row, Optional<Entry> entry) {}

    /** The next path that any of them has; empty at the end. */
    Optional<At> next() throws IOException {
        fill();
        FilePath least = seen.map(Tree.Seen::path).orElse(null);
        least = lesser(least, rows.isEmpty() ? null : rows.peek().path());
        least = lesser(least, entries.isEmpty() ? null : path(entries.peek()));
        if (least == null) {
            return Optional.empty();
        }
        Optional<Stat> stat = Optional.empty();
        if (seen.isPresent() && seen.get().path().equals(least)) {
            stat = Optional.of(seen.get().stat());
            seen = disk.next();
        }
        boolean hasRow = !rows.isEmpty() && rows.peek().path().equals(least);
        var row = hasRow ? Optional.of(rows.remove()) : Optional.<AgreedRow>empty();
        boolean hasEntry = !entries.isEmpty() && path(entries.peek()).equals(least);
        var entry = hasEntry ? Optional.of(entries.remove()) : Optional.<Entry>empty();
        return Optional.of(new At(least, stat, row, entry));
    }

    /** Paths of the others that no device could have. */
    List<String> refused() {
        return refused;
    }

    private static FilePath lesser(FilePath one, FilePath other) {
        return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
    }

    private FilePath path(Entry entry) {
        return new FilePath(entry.key().entity().value().substring(prefix.length()));
    }

    private void fill() throws IOException {
        if (rows.isEmpty() && !rowsEnd) {
            var page = agreed.page(lastRow);
            rows.addAll(page);
            rowsEnd = page.size() < Agreed.pageSize();
            lastRow =
                    page.isEmpty() ? lastRow : page.get(page.size() - 1).path().value();
        }
        while (entries.isEmpty() && !entriesEnd) {
            var page = records.page(prefix, lastEntry);
            entriesEnd = page.isEmpty();
            lastEntry = page.isEmpty()
                    ? lastEntry
                    : Optional.of(page.get(page.size() - 1).key());
            told += page.size();
            if (told > MOST_PATHS) {
                throw new IOException("the others tell of more than " + MOST_PATHS
                        + " paths, and no more are kept in step; nothing was done. See who wrote them with `till list "
                        + prefix + "`, and revoke that device or split the folder");
            }
            page.stream().filter(this::isPath).forEach(entries::add);
        }
    }

    private boolean isPath(Entry entry) {
        if (!entry.key().field().value().equals(FileRecord.FIELD)) {
            return false;
        }
        var path = entry.key().entity().value().substring(prefix.length());
        boolean fine = FilePath.refusal(path).isEmpty();
        if (!fine && refused.size() < MOST_REFUSED) {
            refused.add(path);
        }
        return fine;
    }
}

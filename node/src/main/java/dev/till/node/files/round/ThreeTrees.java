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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The paths of three trees, each told once, in order. Each tree is read on a thread of its own, a page ahead; two pages of each
 * are in memory.
 */
final class ThreeTrees implements AutoCloseable {
    private static final int MOST_REFUSED = 1000;

    /**
     * More paths than this no folder has. Whoever tells of more wants to fill disks, or has a mistake in a loop; either way it is
     * somebody's to look at, not this device's to follow.
     */
    static final long MOST_PATHS = 2_000_000;

    private static final int PAGE = 1024;
    private static final int TREES = 3;

    private final Agreed agreed;
    private final Records records;
    private final String prefix;
    private final Ahead<Tree.Seen> disk;
    private final Ahead<AgreedRow> rows;
    private final Ahead<Told> entries;
    private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
    private final Workers threads = new Workers("till-files-ahead", TREES);
    private String lastRow;
    private Optional<RegisterKey> lastEntry;
    private long told;

    /**
     * Walks all three together.
     *
     * @param after tell only what comes after this path; the tree on disk tells no other by itself
     */
    ThreeTrees(Tree tree, Agreed agreed, Records records, FolderName folder, Optional<FilePath> after) {
        this.agreed = agreed;
        this.records = records;
        prefix = FileRecord.prefix(folder);
        lastRow = after.map(FilePath::value).orElse("");
        lastEntry = after.map(path -> FileRecord.key(folder, path));
        disk = new Ahead<>(() -> tree.next(PAGE), threads::get);
        rows = new Ahead<>(this::nextRows, threads::get);
        entries = new Ahead<>(this::nextEntries, threads::get);
    }

    /** What the others tell of a path. */
    private record Told(FilePath path, Entry entry) {}

    /** A path, and what each of the trees has there. */
    record At(FilePath path, Optional<Stat> stat, Optional<AgreedRow> row, Optional<Entry> entry) {}

    /** The next path that any of them has; empty at the end. */
    Optional<At> next() throws IOException {
        var seen = disk.peek();
        var row = rows.peek();
        var entry = entries.peek();
        FilePath least = seen == null ? null : seen.path();
        least = lesser(least, row == null ? null : row.path());
        least = lesser(least, entry == null ? null : entry.path());
        if (least == null) {
            return Optional.empty();
        }
        boolean isSeen = seen != null && seen.path().equals(least);
        boolean hasRow = row != null && row.path().equals(least);
        boolean hasEntry = entry != null && entry.path().equals(least);
        return Optional.of(new At(
                least,
                isSeen ? Optional.of(disk.remove().stat()) : Optional.empty(),
                hasRow ? Optional.of(rows.remove()) : Optional.empty(),
                hasEntry ? Optional.of(entries.remove().entry()) : Optional.empty()));
    }

    /** Paths of the others that no device could have. */
    List<String> refused() {
        return refused;
    }

    private static FilePath lesser(FilePath one, FilePath other) {
        return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
    }

    private List<AgreedRow> nextRows() throws IOException {
        var page = agreed.page(lastRow);
        lastRow = page.isEmpty() ? lastRow : page.get(page.size() - 1).path().value();
        return page;
    }

    private List<Told> nextEntries() throws IOException {
        var paths = new ArrayList<Told>();
        List<Entry> page;
        do {
            page = records.page(prefix, lastEntry);
            if (!page.isEmpty()) {
                lastEntry = Optional.of(page.get(page.size() - 1).key());
            }
            told += page.size();
            if (told > MOST_PATHS) {
                throw new IOException("the others tell of more than " + MOST_PATHS
                        + " paths, and no more are kept in step; nothing was done. See who wrote them with `till list "
                        + prefix + "`, and revoke that device or split the folder");
            }
            page.forEach(entry -> told(entry).ifPresent(paths::add));
        } while (paths.isEmpty() && !page.isEmpty());
        return paths;
    }

    private Optional<Told> told(Entry entry) {
        if (!entry.key().field().value().equals(FileRecord.FIELD)) {
            return Optional.empty();
        }
        var path = entry.key().entity().value().substring(prefix.length());
        if (FilePath.refusal(path).isPresent()) {
            if (refused.size() < MOST_REFUSED) {
                refused.add(path);
            }
            return Optional.empty();
        }
        return Optional.of(new Told(new FilePath(path), entry));
    }

    /** Reads no more. */
    @Override
    public void close() {
        threads.close();
    }
}

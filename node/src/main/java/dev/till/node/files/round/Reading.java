package dev.till.node.files.round;

import dev.till.node.files.place.Opener;
import dev.till.node.files.place.Root;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.AgreedRow;
import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.profile.Profile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Tells what is at a path: from memory while it looks as it did, else by reading it. Not thread-safe. */
final class Reading implements Closeable {
    private final Root root;
    private final Opener opener = new Opener();
    private final Profile profile;
    private final boolean grows;
    private final InstantSource clock;
    private final Hasher hasher = new Hasher();

    /**
     * Reads below {@code root}.
     *
     * @param grows whether files are logs, of which whole lines count
     */
    Reading(Root root, Profile profile, boolean grows, InstantSource clock) {
        this.grows = grows;
        this.root = root;
        this.profile = profile;
        this.clock = clock;
    }

    /**
     * What is there.
     *
     * @param beginning of a log that was read, the hash of as much as was agreed
     */
    record Mine(Item item, Optional<Stat> stat, List<Chunk> chunks, Optional<ContentHash> beginning) {
        static final Mine NOTHING = new Mine(Item.Absent.NOTHING, Optional.empty());

        Mine(Item item, Optional<Stat> stat) {
            this(item, stat, List.of(), Optional.empty());
        }

        /** Whether it begins with all of {@code known}: it has grown and nothing else. */
        boolean continues(Item.Regular known) {
            return beginning.equals(Optional.of(known.hash()));
        }
    }

    /** Reads it; empty when it changes while it is read, so that nobody is sent half of it. */
    Optional<Mine> read(FilePath path, Stat stat, Optional<AgreedRow> row) throws IOException {
        var before = row.flatMap(AgreedRow::stat);
        if (before.isPresent() && stat.isStill(before.get())) {
            return Optional.of(new Mine(row.get().version().item(), Optional.of(stat)));
        }
        try {
            return switch (stat.kind()) {
                case DIRECTORY -> Optional.of(new Mine(new Item.Directory(mode(stat, row)), Optional.of(stat)));
                case LINK -> Optional.of(new Mine(link(path), Optional.of(stat)));
                default -> file(path, stat, row);
            };
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Something else may have come into its place, or a link into that of a directory above.
            if (root.look(path).equals(Optional.of(stat))) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Item link(FilePath path) throws IOException {
        return new Item.Link(root.target(path));
    }

    private Optional<Mine> file(FilePath path, Stat stat, Optional<AgreedRow> row) throws IOException {
        var began = clock.instant();
        var agreed = row.map(known -> known.version().item());
        long wanted = grows ? wholeLines(path, stat.size()) : stat.size();
        var log = grows
                ? Optional.of(Hasher.log(
                        opener.open(root, path),
                        wanted,
                        agreed.map(Reading::size).orElse(0L)))
                : Optional.<Hasher.Log>empty();
        var read = log.isPresent() ? log.get().read() : hasher.read(opener.open(root, path), wanted);
        if (read.size() != wanted || !isStill(path, stat)) {
            return Optional.empty();
        }
        var mtime = stat.modified();
        if (agreed.isPresent() && agreed.get() instanceof Item.Regular known) {
            // File systems keep times more or less finely; what has not been touched has the time that was agreed.
            boolean untouched = row.get()
                    .stat()
                    .filter(earlier -> earlier.mtime() == stat.mtime())
                    .isPresent();
            boolean ofNoMatter = !profile.times() && known.hash().equals(read.hash());
            mtime = untouched || ofNoMatter ? known.mtime() : mtime;
        }
        var item = new Item.Regular(read.hash(), read.size(), mode(stat, row), mtime);
        return Optional.of(
                new Mine(item, Optional.of(stat.asReadAt(began)), read.chunks(), log.flatMap(Hasher.Log::beginning)));
    }

    private static long size(Item item) {
        return item instanceof Item.Regular file ? file.size() : 0;
    }

    /** A log may grow while it is read; anything else may not change. The way was looked at when it was opened. */
    private boolean isStill(FilePath path, Stat stat) throws IOException {
        var now = root.there(path);
        return grows
                ? now.filter(later -> later.inode() == stat.inode() && later.size() >= stat.size())
                        .isPresent()
                : now.equals(Optional.of(stat));
    }

    /** How many bytes lie before the end of the last whole line: a torn one waits for its rest. */
    private long wholeLines(FilePath path, long size) throws IOException {
        var block = new byte[64 << 10];
        try (var channel = opener.open(root, path)) {
            for (long end = size; end > 0; ) {
                int length = (int) Math.min(block.length, end);
                if (!Local.read(channel, end - length, block, length)) {
                    return 0;
                }
                for (int i = length - 1; i >= 0; i--) {
                    if (block[i] == '\n') {
                        return end - length + i + 1;
                    }
                }
                end -= length;
            }
        }
        return 0;
    }

    /** Permissions that are not kept in step are those agreed upon, whatever they are here. */
    private int mode(Stat stat, Optional<AgreedRow> row) {
        if (profile.perms() || row.isEmpty()) {
            return stat.mode();
        }
        var agreed = row.get().version().item();
        if (agreed instanceof Item.Regular file) {
            return file.mode();
        }
        return agreed instanceof Item.Directory directory ? directory.mode() : stat.mode();
    }

    @Override
    public void close() throws IOException {
        opener.close();
    }
}

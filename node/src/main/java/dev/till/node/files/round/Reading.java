package dev.till.node.files.round;

import dev.till.node.files.place.Root;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Hasher.Chunk;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.AgreedRow;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.profile.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Tells what is at a path: from memory while it looks as it did, else by reading it. Not thread-safe. */
final class Reading {
    private final Root root;
    private final Profile profile;
    private final InstantSource clock;
    private final Hasher hasher = new Hasher();

    Reading(Root root, Profile profile, InstantSource clock) {
        this.root = root;
        this.profile = profile;
        this.clock = clock;
    }

    /** What is there. */
    record Mine(Item item, Optional<Stat> stat, List<Chunk> chunks) {
        static final Mine NOTHING = new Mine(Item.Absent.NOTHING, Optional.empty(), List.of());
    }

    /** Reads it; empty when it changes while it is read, so that nobody is sent half of it. */
    Optional<Mine> read(FilePath path, Stat stat, Optional<AgreedRow> row) throws IOException {
        var before = row.flatMap(AgreedRow::stat);
        if (before.isPresent() && stat.isStill(before.get())) {
            return Optional.of(new Mine(row.get().version().item(), Optional.of(stat), List.of()));
        }
        try {
            return switch (stat.kind()) {
                case DIRECTORY -> Optional.of(mine(new Item.Directory(mode(stat, row)), stat, List.of()));
                case LINK -> Optional.of(mine(link(path), stat, List.of()));
                default -> file(path, stat, row);
            };
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Mine mine(Item item, Stat stat, List<Chunk> chunks) {
        return new Mine(item, Optional.of(stat), chunks);
    }

    private Item link(FilePath path) throws IOException {
        return new Item.Link(Files.readSymbolicLink(root.at(path)).toString());
    }

    private Optional<Mine> file(FilePath path, Stat stat, Optional<AgreedRow> row) throws IOException {
        var began = clock.instant();
        var read = hasher.read(root.at(path), Long.MAX_VALUE);
        boolean still = root.look(path).equals(Optional.of(stat)) && read.size() == stat.size();
        if (!still) {
            return Optional.empty();
        }
        var agreed = row.map(known -> known.version().item());
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
        return Optional.of(mine(item, stat.asReadAt(began), read.chunks()));
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
}

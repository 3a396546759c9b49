package dev.till.protocol.file.sync;

import dev.till.protocol.file.FileClock;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.time.VersionVector.Order;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What is left to decide between, of all the versions that a register holds. */
public final class Heads {
    private static final Comparator<FileVersion> METADATA = FileVersion.byAge()
            .thenComparing(version -> version.item() instanceof Item.Regular file ? file.mode() : 0)
            .thenComparing(version -> version.clock().toString());

    private Heads() {}

    /**
     * The versions that no other one follows, one for each content, in an order that is the same everywhere. A deletion
     * yields to any content beside it: it can be repeated, a lost edit cannot.
     */
    public static List<FileVersion> of(List<FileVersion> versions) {
        if (versions.size() < 2) {
            return List.copyOf(versions);
        }
        var heads = new ArrayList<FileVersion>();
        for (FileVersion version : versions) {
            boolean followed =
                    versions.stream().anyMatch(other -> other.clock().compare(version.clock()) == Order.AFTER);
            if (!followed) {
                add(heads, version);
            }
        }
        if (heads.stream().anyMatch(head -> !head.item().isAbsent())) {
            var deletions =
                    clock(heads.stream().filter(head -> head.item().isAbsent()).toList());
            heads.removeIf(head -> head.item().isAbsent());
            if (heads.size() == 1) {
                heads.set(0, heads.get(0).following(deletions));
            }
        }
        heads.sort(METADATA);
        return heads;
    }

    /** All that is counted by any of these. */
    public static FileClock clock(List<FileVersion> versions) {
        return versions.stream().map(FileVersion::clock).reduce(FileClock.EMPTY, FileClock::merge);
    }

    private static void add(List<FileVersion> heads, FileVersion version) {
        for (int i = 0; i < heads.size(); i++) {
            if (heads.get(i).item().hasContentOf(version.item())) {
                heads.set(i, join(heads.get(i), version));
                return;
            }
        }
        heads.add(version);
    }

    /** Of one content the newest permissions and times, following both. */
    static FileVersion join(FileVersion one, FileVersion other) {
        var later = METADATA.compare(one, other) >= 0 ? one : other;
        return later.following(one.clock().merge(other.clock()));
    }
}

package dev.till.node.files.round;

import dev.till.node.files.place.Glance;
import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Growth.Rest;
import dev.till.node.files.place.Placer;
import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed.Change;
import dev.till.node.files.state.Diary;
import dev.till.node.files.state.Diary.Trashed;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts things in place and takes them away, one after the other. What is there goes to the trash first and is looked at
 * there: whatever somebody wrote meanwhile, until the very moment it is replaced, is not lost.
 */
final class Placing implements Closeable {
    private static final int OWNER = 0700;
    private static final long LARGE_BYTES = 64L << 20;

    private final boolean grows;
    private final Root root;
    private final Placer placer;
    private final Stage stage;
    private final Growth growth;
    private final Diary diary;
    private final Account account;
    private final InstantSource clock;
    private final List<Finding> closed = new ArrayList<>();
    private final Map<FilePath, String> names = new HashMap<>();
    private Glance glance;

    Placing(Applying.Tools tools, Account account) throws IOException {
        grows = tools.grows();
        root = tools.root();
        placer = root.placer();
        glance = root.glance();
        stage = tools.stage();
        growth = new Growth(root);
        diary = tools.diary();
        clock = tools.clock();
        this.account = account;
    }

    /** Begins with these: writes down, at once, what of them will go to the trash and under which names; whether anything will. */
    boolean announce(List<Finding> findings) throws IOException {
        names.clear();
        glance = root.glance();
        var rows = new ArrayList<Trashed>();
        var now = clock.instant();
        for (Finding finding : findings) {
            if (finding.mine().isAbsent() || finding.mine() instanceof Item.Directory || isAdjusted(finding)) {
                continue;
            }
            var name = Root.trashName(now.toEpochMilli(), System.nanoTime(), finding.path());
            names.put(finding.path(), name);
            if (isWorthKeeping(finding)) {
                rows.add(row(finding, name, now));
            }
        }
        diary.trashed(rows);
        return !rows.isEmpty();
    }

    private static boolean isAdjusted(Finding finding) {
        return finding.taken().item().hasContentOf(finding.mine());
    }

    private static Trashed row(Finding finding, String name, Instant at) {
        var verb = finding.taken().item().isAbsent() ? "" : "replaced: ";
        return new Trashed(
                0, finding.path().value(), name, at, verb + finding.step().reason());
    }

    /** Logs only grow, and of what is large only losers of conflicts are kept: nobody has let those go knowingly. */
    private boolean isWorthKeeping(Finding finding) {
        boolean follows = finding.row()
                .filter(row -> row.version().item().hasContentOf(finding.mine()))
                .filter(row -> finding.versions().stream()
                        .allMatch(theirs -> theirs.clock().covers(row.version().clock())))
                .isPresent();
        boolean small = !(finding.mine() instanceof Item.Regular file) || file.size() <= LARGE_BYTES;
        return finding.taken().item().isAbsent() || (!grows && (small || !follows));
    }

    /** Puts one thing in place; empty when what is there is not what was planned for any more. */
    Optional<Change> put(Finding finding, Optional<Staged> ready) throws IOException {
        if (!isAsPlanned(finding)) {
            return Optional.empty();
        }
        var began = clock.instant();
        var item = finding.taken().item();
        Optional<Stat> placed = Optional.empty();
        if (item.hasContentOf(finding.mine())) {
            root.adorn(finding.path(), item);
        } else if (item instanceof Item.Directory directory) {
            if (!finding.mine().isAbsent() && !discard(finding)) {
                return Optional.empty();
            }
            makeDirectory(finding, directory);
        } else {
            if (ready.filter(Staged::continues).isPresent()) {
                if (!growth.append(new Rest(ready.get().file(), finding.path(), (Item.Regular) item))) {
                    changed(finding);
                    return Optional.empty();
                }
            } else {
                var thing = item instanceof Item.Link link
                        ? Files.createSymbolicLink(stage.fresh(), Path.of(link.target()))
                        : ready.orElseThrow().file();
                var known = ready.flatMap(Staged::stat);
                placed = known.isPresent() ? known : Optional.of(Stat.of(thing));
                if (!replace(finding, thing)) {
                    return Optional.empty();
                }
            }
        }
        var stat = glance.at(finding.path());
        var staged = placed;
        var remembered = stat.map(now -> staged.isPresent() ? now.asPlaced(staged.get(), began) : now.asReadAt(began));
        var chunks = ready.map(Staged::chunks).orElse(finding.chunks());
        return Optional.of(new Change(finding.path(), finding.taken(), finding.takenRecord(), remembered, chunks));
    }

    private void makeDirectory(Finding finding, Item.Directory directory) throws IOException {
        // Its owner has to write into it before it is closed.
        root.makeDirectory(finding.path(), directory.mode() | OWNER);
        if ((directory.mode() & OWNER) != OWNER) {
            closed.add(finding);
        }
    }

    /** Puts a staged thing in the place of what is there, which has a second name in the trash meanwhile. */
    private boolean replace(Finding finding, Path thing) throws IOException {
        var name = names.get(finding.path());
        if (name == null) {
            placer.place(thing, finding.path());
            return true;
        }
        root.keep(finding.path(), name);
        var kept = root.trash().resolve(name);
        if (!isStill(finding, kept)) {
            root.release(finding.path(), name);
            changed(finding);
            return false;
        }
        placer.place(thing, finding.path());
        if (!isWorthKeeping(finding)) {
            if (isStill(finding, kept)) {
                Files.delete(kept);
            } else {
                diary.trashed(List.of(row(finding, name, clock.instant())));
            }
        }
        return true;
    }

    /** Removes what a deletion takes away; false when it is not what was planned for any more. */
    boolean remove(Finding finding) throws IOException {
        if (!isAsPlanned(finding)) {
            return false;
        }
        if (finding.mine() instanceof Item.Directory) {
            root.removeDirectory(finding.path());
            return true;
        }
        return finding.mine().isAbsent() || discard(finding);
    }

    private boolean discard(Finding finding) throws IOException {
        var name = names.get(finding.path());
        root.discard(finding.path(), name);
        if (isStill(finding, root.trash().resolve(name))) {
            return true;
        }
        // It was replaced in the last moment, and comes back.
        if (root.look(finding.path()).isEmpty()) {
            root.restore(name, finding.path());
        }
        changed(finding);
        return false;
    }

    private boolean isAsPlanned(Finding finding) throws IOException {
        var now = glance.at(finding.path());
        boolean same = now.isPresent() == finding.stat().isPresent()
                && (now.isEmpty()
                        || now.get().hasContentOf(finding.stat().get())
                        || (now.get().kind() == Stat.Kind.DIRECTORY && finding.mine() instanceof Item.Directory));
        if (!same) {
            changed(finding);
        }
        return same;
    }

    private static boolean isStill(Finding finding, Path kept) throws IOException {
        return finding.stat().isEmpty()
                || Stat.of(kept).hasContentOf(finding.stat().get());
    }

    private void changed(Finding finding) {
        account.failed(finding.path(), "it has changed here since it was looked at; the next round decides anew");
    }

    /** Gives directories the permissions that their owner must not write with, now that all is in them. */
    void closeDirectories() throws IOException {
        for (Finding finding : closed) {
            root.adorn(finding.path(), finding.taken().item());
        }
    }

    @Override
    public void close() throws IOException {
        placer.close();
    }
}

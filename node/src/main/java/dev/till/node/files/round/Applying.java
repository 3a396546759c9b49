package dev.till.node.files.round;

import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.round.Fetching.Order;
import dev.till.node.files.round.Fetching.Staged;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Agreed.Change;
import dev.till.node.files.state.AgreedRow;
import dev.till.node.files.state.Diary;
import dev.till.node.files.state.Diary.Note;
import dev.till.node.message.Assignment;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.time.Dot;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Does what a plan says. Whatever it changes on disk was staged and synced before, is put in place in one step, and is written
 * down as agreed only when that is on disk: a node that is killed at any moment leaves whole files, and the next round finds
 * out how far this one came.
 */
public final class Applying {
    private static final int BATCH_FILES = 512;
    private static final long BATCH_BYTES = 64L << 20;

    private static final int OWNER = 0700;
    private static final long LARGE_BYTES = 64L << 20;

    /** So much is left free on the disk. */
    private static final long RESERVE_BYTES = 64L << 20;

    private final FolderName folder;
    private final boolean grows;
    private final DeviceName self;
    private final Root root;
    private final Stage stage;
    private final Agreed agreed;
    private final Diary diary;
    private final Records records;
    private final Fetching fetching;
    private final InstantSource clock;
    private final List<Finding> closed = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private final List<Undone> undone = new ArrayList<>();
    private long done;

    /** Something that was planned and not done, and why. */
    public record Undone(FilePath path, String why) {}

    /**
     * What it works with.
     *
     * @param grows whether files are logs
     */
    public record Tools(
            FolderName folder,
            boolean grows,
            DeviceName self,
            Root root,
            Stage stage,
            Agreed agreed,
            Diary diary,
            Records records,
            Fetching fetching,
            InstantSource clock) {}

    public Applying(Tools tools) {
        folder = tools.folder();
        grows = tools.grows();
        self = tools.self();
        root = tools.root();
        stage = tools.stage();
        agreed = tools.agreed();
        diary = tools.diary();
        records = tools.records();
        fetching = tools.fetching();
        clock = tools.clock();
    }

    /** What came of it. */
    public record Outcome(long done, List<Undone> undone, List<Note> notes) {}

    /** Does all of it that can be done now. */
    public Outcome apply(List<Finding> findings) throws IOException {
        write(findings);
        var takes = findings.stream()
                .filter(finding -> finding.step() instanceof Step.Take)
                .toList();
        // What becomes a file or link where a directory is has to wait until that is empty.
        var late = takes.stream().filter(Applying::replacesDirectory).toList();
        var gone = new ArrayList<>(
                takes.stream().filter(finding -> item(finding).isAbsent()).toList());
        take(takes.stream()
                .filter(finding -> !replacesDirectory(finding) && !item(finding).isAbsent())
                .toList());
        // From the inside to the outside, so that directories are empty when it is their turn.
        Collections.reverse(gone);
        remove(gone);
        var cleared = new ArrayList<Finding>();
        for (Finding finding : late) {
            clearDirectory(finding).ifPresent(cleared::add);
        }
        take(cleared);
        for (Finding finding : closed) {
            root.adorn(finding.path(), item(finding));
        }
        diary.write(notes);
        return new Outcome(done, undone, notes);
    }

    private static Item item(Finding finding) {
        return ((Step.Take) finding.step()).theirs().item();
    }

    private static boolean replacesDirectory(Finding finding) {
        var item = item(finding);
        return finding.mine() instanceof Item.Directory && !item.isAbsent() && !(item instanceof Item.Directory);
    }

    /** Offers, agreements, and how files look: everything that changes no file. */
    private void write(List<Finding> findings) throws IOException {
        for (int from = 0; from < findings.size(); from += BATCH_FILES) {
            var assignments = new ArrayList<Assignment>();
            var changes = new ArrayList<Change>();
            var looks = new ArrayList<AgreedRow>();
            for (Finding finding : findings.subList(from, Math.min(findings.size(), from + BATCH_FILES))) {
                prepare(finding, assignments, changes, looks);
            }
            // Who hears of a version asks for it at once, and gets what is agreed here. If this ends in between, the
            // next
            // round finds that the others do not know of it.
            agreed.write(changes);
            records.write(assignments);
            agreed.look(looks);
        }
    }

    private void prepare(Finding finding, List<Assignment> assignments, List<Change> changes, List<AgreedRow> looks) {
        var step = finding.step();
        if (step instanceof Step.Offer offer) {
            var version = version(finding, offer);
            assignments.add(assignment(finding, version));
            changes.add(change(finding, version));
            note(finding, finding.mine().isAbsent() ? "file_deleted" : "file_synced", self.value());
        } else if (step instanceof Step.Agree agree) {
            if (finding.theirs().size() > 1) {
                assignments.add(assignment(finding, agree.version()));
            }
            changes.add(change(finding, agree.version()));
        } else if (step instanceof Step.Conflict conflict) {
            var mine = new FileVersion(finding.mine(), conflict.mine(), self, clock.instant());
            if (conflict.offer()) {
                assignments.add(assignment(finding, mine));
                note(finding, "conflict", conflict.theirs().get(0).by().value());
            }
            boolean known = finding.row()
                    .map(AgreedRow::version)
                    .filter(row -> row.item().equals(mine.item()) && row.clock().equals(mine.clock()))
                    .isPresent();
            if (!known || !finding.row().get().stat().equals(finding.stat())) {
                changes.add(change(finding, mine));
            }
        } else if (step instanceof Step.Keep
                && finding.row().isPresent()
                && finding.stat().isPresent()) {
            looks.add(new AgreedRow(finding.path(), finding.row().get().record(), finding.stat()));
        }
    }

    /** What is offered: as its writer wrote it, when it is one that another device has told of. */
    private FileVersion version(Finding finding, Step.Offer offer) {
        return finding.versions().stream()
                .filter(theirs ->
                        theirs.item().equals(finding.mine()) && !theirs.item().isAbsent())
                .findFirst()
                .map(theirs -> new FileVersion(theirs.item(), offer.clock(), theirs.by(), theirs.at()))
                .orElseGet(() -> new FileVersion(finding.mine(), offer.clock(), self, clock.instant()));
    }

    /** Replaces what the version follows, and leaves what it does not. */
    private Assignment assignment(Finding finding, FileVersion version) {
        Set<Dot> followed = new HashSet<>();
        for (Finding.Theirs theirs : finding.theirs()) {
            if (version.clock().covers(theirs.version().clock())) {
                followed.add(theirs.dot());
            }
        }
        return Assignment.replacing(followed, FileRecord.key(folder, finding.path()), FileRecord.write(version));
    }

    private static Change change(Finding finding, FileVersion version) {
        return new Change(finding.path(), version, finding.stat(), finding.chunks());
    }

    private void take(List<Finding> takes) throws IOException {
        var batch = new ArrayList<Finding>();
        long bytes = 0;
        for (Finding finding : takes) {
            batch.add(finding);
            bytes += needsContent(finding) ? ((Item.Regular) item(finding)).size() : 0;
            if (batch.size() >= BATCH_FILES || bytes >= BATCH_BYTES) {
                takeBatch(batch, bytes);
                batch.clear();
                bytes = 0;
            }
        }
        if (!batch.isEmpty()) {
            takeBatch(batch, bytes);
        }
    }

    private static boolean needsContent(Finding finding) {
        return item(finding) instanceof Item.Regular file && !file.hasContentOf(finding.mine());
    }

    private void takeBatch(List<Finding> batch, long bytes) throws IOException {
        long room = Files.getFileStore(root.path()).getUsableSpace();
        if (room - RESERVE_BYTES < bytes) {
            throw new IOException("the disk of " + root.path() + " is full: " + (bytes >> 20) + " MiB are needed, "
                    + (room >> 20) + " are free; make room, nothing has been lost");
        }
        var orders =
                batch.stream().filter(Applying::needsContent).map(this::order).toList();
        var staged = fetching.fetch(orders);
        for (Order order : orders) {
            var ready = staged.get(order.path());
            if (ready != null) {
                adorn(ready.file(), order.file());
            }
        }
        stage.sync(staged.values().stream().map(Staged::file).toList());
        place(batch, staged);
    }

    private Order order(Finding finding) {
        var file = (Item.Regular) item(finding);
        boolean continued = grows && finding.mine() instanceof Item.Regular mine && mine.size() < file.size();
        return new Order(
                finding.path(),
                file,
                ((Step.Take) finding.step()).theirs().by(),
                continued
                        ? Optional.of(
                                new Order.Beginning(root.at(finding.path()), ((Item.Regular) finding.mine()).size()))
                        : Optional.empty());
    }

    private static void adorn(Path staged, Item.Regular file) throws IOException {
        Files.setPosixFilePermissions(staged, Root.permissions(file.mode()));
        Files.setLastModifiedTime(staged, FileTime.from(file.mtime()));
    }

    private void place(List<Finding> batch, Map<FilePath, Staged> staged) throws IOException {
        var changes = new ArrayList<Change>();
        var directories = new LinkedHashSet<Path>();
        for (Finding finding : batch) {
            var ready = Optional.ofNullable(staged.get(finding.path()));
            if (needsContent(finding) && ready.isEmpty()) {
                undone.add(
                        new Undone(finding.path(), fetching.failures().getOrDefault(finding.path(), "not to be had")));
                continue;
            }
            try {
                if (put(finding, ready)) {
                    directories.add(root.at(finding.path()).getParent());
                    var stat = root.look(finding.path()).map(now -> now.asReadAt(clock.instant()));
                    var chunks = ready.map(Staged::chunks).orElse(finding.chunks());
                    changes.add(new Change(finding.path(), ((Step.Take) finding.step()).theirs(), stat, chunks));
                    taken(finding);
                }
            } catch (IOException e) {
                undone.add(new Undone(finding.path(), String.valueOf(e)));
            }
        }
        stage.syncDirectories(List.copyOf(directories));
        agreed.write(changes);
    }

    /** Puts one thing in place; false when what is there is not what was planned for any more. */
    private boolean put(Finding finding, Optional<Staged> ready) throws IOException {
        if (!isAsPlanned(finding)) {
            return false;
        }
        var item = item(finding);
        if (item.hasContentOf(finding.mine())) {
            root.adorn(finding.path(), item);
            return true;
        }
        if (!finding.mine().isAbsent() && isWorthKeeping(finding)) {
            keepInTrash(finding, "replaced: " + finding.step().reason());
        }
        if (item instanceof Item.Directory directory) {
            if (!finding.mine().isAbsent()) {
                root.discard(finding.path(), trashName(finding, "replaced by a directory"));
            }
            // Its owner has to write into it before it is closed.
            root.makeDirectory(finding.path(), directory.mode() | OWNER);
            if ((directory.mode() & OWNER) != OWNER) {
                closed.add(finding);
            }
        } else if (item instanceof Item.Link link) {
            var made = Files.createSymbolicLink(stage.fresh(), Path.of(link.target()));
            root.place(made, finding.path());
        } else {
            root.place(ready.orElseThrow().file(), finding.path());
        }
        return true;
    }

    private boolean isAsPlanned(Finding finding) throws IOException {
        var now = root.look(finding.path());
        boolean same = now.isPresent() == finding.stat().isPresent()
                && (now.isEmpty()
                        || now.get().hasContentOf(finding.stat().get())
                        || (now.get().kind() == Stat.Kind.DIRECTORY && finding.mine() instanceof Item.Directory));
        if (!same) {
            undone.add(new Undone(
                    finding.path(), "it has changed here since it was looked at; the next round decides anew"));
        }
        return same;
    }

    /** Logs only grow, and of what is large only losers of conflicts are kept: nobody has let those go knowingly. */
    private boolean isWorthKeeping(Finding finding) {
        boolean follows = finding.row()
                .filter(row -> row.version().item().hasContentOf(finding.mine()))
                .filter(row -> finding.versions().stream()
                        .allMatch(theirs -> theirs.clock().covers(row.version().clock())))
                .isPresent();
        boolean small = finding.mine() instanceof Item.Regular file && file.size() <= LARGE_BYTES;
        return !grows && (small || !follows);
    }

    private void keepInTrash(Finding finding, String why) throws IOException {
        if (!(finding.mine() instanceof Item.Directory)) {
            root.keep(finding.path(), trashName(finding, why));
        }
    }

    private String trashName(Finding finding, String why) throws IOException {
        var now = clock.instant();
        var name = Root.trashName(now.toEpochMilli(), System.nanoTime(), finding.path());
        diary.trashed(finding.path(), name, now, why);
        return name;
    }

    private void taken(Finding finding) {
        var take = (Step.Take) finding.step();
        note(
                finding,
                take.theirs().item().isAbsent() ? "file_deleted" : "file_synced",
                take.theirs().by().value());
    }

    private void note(Finding finding, String what, String device) {
        done++;
        notes.add(new Note(
                clock.instant(),
                finding.path().value(),
                what,
                device,
                finding.step().reason()));
    }

    private void remove(List<Finding> gone) throws IOException {
        var changes = new ArrayList<Change>();
        var directories = new LinkedHashSet<Path>();
        for (Finding finding : gone) {
            try {
                if (isAsPlanned(finding)) {
                    discard(finding);
                    directories.add(root.at(finding.path()).getParent());
                    changes.add(new Change(
                            finding.path(), ((Step.Take) finding.step()).theirs(), Optional.empty(), List.of()));
                    taken(finding);
                }
            } catch (DirectoryNotEmptyException e) {
                undone.add(new Undone(finding.path(), "the directory still holds files that are not kept in step"));
            } catch (IOException e) {
                undone.add(new Undone(finding.path(), String.valueOf(e)));
            }
        }
        stage.syncDirectories(List.copyOf(directories));
        agreed.write(changes);
    }

    private void discard(Finding finding) throws IOException {
        if (finding.mine() instanceof Item.Directory) {
            root.removeDirectory(finding.path());
        } else if (!finding.mine().isAbsent()) {
            root.discard(finding.path(), trashName(finding, finding.step().reason()));
        }
    }

    private Optional<Finding> clearDirectory(Finding finding) throws IOException {
        try {
            root.removeDirectory(finding.path());
            return Optional.of(new Finding(
                    finding.path(),
                    Optional.empty(),
                    Item.Absent.NOTHING,
                    List.of(),
                    finding.row(),
                    finding.theirs(),
                    finding.step()));
        } catch (IOException e) {
            undone.add(new Undone(finding.path(), "the directory in its place cannot be removed: " + e));
            return Optional.empty();
        }
    }
}

package dev.till.node.files.round;

import dev.till.node.files.place.Root;
import dev.till.node.files.scan.Hasher;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.scan.Tree;
import dev.till.node.files.scan.Tree.Problem;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.AgreedRow;
import dev.till.node.files.state.Folder;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FileRecord;
import dev.till.protocol.file.FileVersion;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.profile.GitPolicy;
import dev.till.protocol.file.profile.Profile;
import dev.till.protocol.file.sync.Heads;
import dev.till.protocol.file.sync.Reconciliation;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.file.sync.Tally;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * Compares what is on disk, what was agreed and what the others have, path by path in one pass over all three. Writes
 * nothing at all.
 */
public final class Comparison {
    private static final Duration QUIET = Duration.ofSeconds(1);

    /** So much is collected; what is beyond is found again in the next round. */
    static final int MOST_FINDINGS = 50_000;

    /** So many registers are asked for at once. */
    private static final int PAGE = 512;

    /** So far ahead files are read. */
    private static final int MOST_AWAITED = 128;

    private static final long MOST_AWAITED_BYTES = 256L << 20;

    /** And no more than this of all their chunks, or a first round of many large files would not fit into memory. */
    private static final int MOST_CHUNKS = 1 << 18;

    private final Folder folder;
    private final Profile profile;
    private final Root root;
    private final Agreed agreed;
    private final Records records;
    private final Reconciliation.Me me;
    private final Readers readers;
    private final Queue<Awaited> awaited = new ArrayDeque<>();
    private final Namesakes namesakes;
    private final InstantSource clock;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<FilePath> busy = new ArrayList<>();
    private long conflicts;
    private long agreedFiles;
    private long here;
    private long deletedHere;
    private long deletedThere;
    private long changedHere;
    private Predicate<Finding> wanted = finding -> true;
    private long chunks;
    private long awaitedBytes;
    private boolean more;

    /**
     * Compares {@code folder} by way of these.
     *
     * @param namesakes of that folder; the same for comparisons whose findings are applied together
     */
    public Comparison(
            Folder folder,
            Profile profile,
            Root root,
            Agreed agreed,
            Records records,
            Reconciliation.Me me,
            InstantSource clock,
            Namesakes namesakes) {
        this.folder = folder;
        this.profile = profile;
        this.root = root;
        this.agreed = agreed;
        this.records = records;
        this.me = me;
        this.clock = clock;
        this.namesakes = namesakes;
        readers = new Readers(() -> new Reading(root, profile, folder.mode() == SyncMode.APPEND, clock));
    }

    /** A path whose file is being read, while others after it are looked at. */
    private record Awaited(ThreeTrees.At at, boolean wasFile, CompletableFuture<Optional<Reading.Mine>> reading) {
        long bytes() {
            return at.stat().map(Stat::size).orElse(0L);
        }
    }

    /**
     * Compares everything, and collects what is wanted of it.
     *
     * @param wanted what to collect; all counts
     * @param after collect only what comes after this path, and look at no more than that; for the next part of a plan that had
     *     more, which tells nothing of the folder as a whole
     */
    public Plan everything(Predicate<Finding> wanted, Optional<FilePath> after) throws IOException {
        this.wanted = wanted;
        var tree = Tree.below(root.path(), profile, after.map(FilePath::value).orElse(""));
        // What follows the first part was counted with it, and is for the parts after this one.
        boolean ends = after.isPresent();
        try (readers;
                var paths = new ThreeTrees(tree, agreed, records, folder.name(), after)) {
            for (var next = paths.next(); next.isPresent() && !(ends && more); next = paths.next()) {
                var path = next.get().path();
                if (!isWithin(path, tree.repositories())) {
                    examine(next.get());
                }
            }
            if (!(ends && more)) {
                finish(0);
            }
            paths.refused()
                    .forEach(path -> problems.add(new Problem(path, "the others have a path that is refused here")));
        }
        problems.addAll(tree.problems());
        var tally = new Tally(agreedFiles, here, deletedHere, deletedThere, changedHere);
        return new Plan(findings, conflicts, tally.brakes(), problems, busy, tally, more, tree.repositories());
    }

    /** Compares these paths and no others. Nothing can be told of the folder as a whole, so there are no brakes. */
    public Plan only(Collection<FilePath> paths) throws IOException {
        var sorted = paths.stream().sorted().toList();
        try (readers) {
            for (int from = 0; from < sorted.size(); from += PAGE) {
                examine(sorted.subList(from, Math.min(sorted.size(), from + PAGE)));
            }
            finish(0);
        }
        var tally = new Tally(agreedFiles, here, deletedHere, deletedThere, changedHere);
        return new Plan(findings, conflicts, List.of(), problems, busy, tally, more, List.of());
    }

    private void examine(List<FilePath> page) throws IOException {
        var entries = records.get(
                page.stream().map(path -> FileRecord.key(folder.name(), path)).toList());
        var rows = agreed.find(page);
        var stats = looks(page, rows.keySet());
        for (int i = 0; i < page.size(); i++) {
            var path = page.get(i);
            if (profile.git() != GitPolicy.NEVER && root.isInRepository(path)) {
                continue;
            }
            var stat = stats.get(i);
            if (stat.filter(this::isBeingWritten).isPresent()) {
                problem(path, "it is being written; it is looked at again later");
                busy.add(path);
                continue;
            }
            examine(new ThreeTrees.At(path, stat, Optional.ofNullable(rows.get(path)), Optional.of(entries.get(i))));
        }
    }

    /** How these look, all of them right now. */
    private List<Optional<Stat>> looks(List<FilePath> page, Set<FilePath> known) throws IOException {
        var glance = root.glance();
        var stats = new ArrayList<Optional<Stat>>(page.size());
        for (FilePath path : page) {
            if (!profile.includes(path)) {
                stats.add(Optional.empty());
            } else {
                // Of what is not known nothing can be taken for deleted; it is looked at again before it is put in
                // place.
                stats.add(known.contains(path) ? glance.at(path) : glance.atNew(path));
            }
        }
        return stats;
    }

    /** Whether it belongs to a repository; those are seen before what is below them. */
    private static boolean isWithin(FilePath path, List<Optional<FilePath>> repositories) {
        for (Optional<FilePath> each : repositories) {
            if (each.isEmpty()
                    || path.equals(each.get())
                    || path.value().startsWith(each.get().value() + "/")) {
                return true;
            }
        }
        return false;
    }

    /** What is large takes its time to be written; half of it is not sent. */
    private boolean isBeingWritten(Stat stat) {
        var quiet = Duration.between(stat.modified(), clock.instant());
        return folder.mode() != SyncMode.APPEND
                && stat.kind() == Stat.Kind.FILE
                && stat.size() > Hasher.WHOLE_BYTES
                && !quiet.isNegative()
                && quiet.compareTo(QUIET) < 0;
    }

    private void examine(ThreeTrees.At at) throws IOException {
        // What was looked at is included.
        if (at.stat().map(stat -> stat.kind() == Stat.Kind.SPECIAL).orElseGet(() -> !profile.includes(at.path()))) {
            return;
        }
        boolean isFile =
                at.stat().filter(stat -> stat.kind() != Stat.Kind.DIRECTORY).isPresent();
        boolean wasFile = at.row()
                .flatMap(AgreedRow::stat)
                .filter(stat -> stat.kind() != Stat.Kind.DIRECTORY)
                .isPresent();
        here += isFile ? 1 : 0;
        agreedFiles += wasFile ? 1 : 0;
        if (isSettled(at)) {
            return;
        }
        if (more && at.row().isEmpty()) {
            // For the next part, which would have to read it again. It tells nothing of an accident.
            return;
        }
        var read = at.stat().isEmpty()
                ? CompletableFuture.completedFuture(Optional.of(Reading.Mine.NOTHING))
                : readers.read(at.path(), at.stat().get(), at.row());
        var pending = new Awaited(at, wasFile, read);
        awaited.add(pending);
        awaitedBytes += pending.bytes();
        finish(MOST_AWAITED);
    }

    /** Judges what has been read, in the order of paths, until no more than so many are awaited. */
    private void finish(int most) throws IOException {
        while (awaited.size() > most || (awaited.size() > 1 && awaitedBytes > MOST_AWAITED_BYTES)) {
            var next = awaited.remove();
            awaitedBytes -= next.bytes();
            finish(next);
        }
    }

    private void finish(Awaited next) throws IOException {
        var path = next.at().path();
        Optional<Reading.Mine> mine;
        try {
            mine = readers.await(next.reading());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            problem(path, "it cannot be read (" + e + "); make it readable, or leave it out with an ignore rule");
            return;
        }
        if (mine.isEmpty()) {
            problem(path, "it is being written; it is looked at again later");
            busy.add(path);
            return;
        }
        judge(next.at(), mine.get(), next.wasFile());
    }

    /** Whether everything is as it was when all agreed: the usual case, told without reading anything. */
    private static boolean isSettled(ThreeTrees.At at) {
        if (at.row().isEmpty() || at.entry().isEmpty()) {
            return false;
        }
        var row = at.row().get();
        var versions = at.entry().get().register().versions();
        // What was taken away the moment it had come looks as it did then, and is not what all agreed upon.
        boolean same = row.stat().isPresent()
                ? at.stat().filter(now -> now.isStill(row.stat().get())).isPresent()
                : at.stat().isEmpty() && row.version().item().isAbsent();
        return same
                && versions.size() == 1
                && versions.get(0).content() instanceof Value value
                && value.json().equals(row.record());
    }

    private void judge(ThreeTrees.At at, Reading.Mine mine, boolean wasFile) throws IOException {
        var theirs = theirs(at);
        var versions = new ArrayList<FileVersion>(theirs.size());
        for (Finding.Theirs each : theirs) {
            versions.add(each.version());
        }
        var agreedVersion = at.row().map(AgreedRow::version);
        var step = Reconciliation.decide(agreedVersion, mine.item(), versions, me);
        // What became one again is written as one again, so that nobody takes it for a conflict.
        if (step instanceof Step.Keep && theirs.size() > 1) {
            step = new Step.Agree(Heads.of(versions).get(0), "the same on both sides");
        }
        step = folder.mode() == SyncMode.APPEND
                ? ofLog(at.path(), mine, agreedVersion, step)
                : Direction.of(folder.mode()).allow(step);
        if (isNew(at, step)) {
            var other = namesakes.inTheWayOf(at.path());
            if (other.isPresent()) {
                problem(
                        at.path(),
                        "differs from " + other.get() + " in case only, and many devices cannot have both; rename one");
                return;
            }
        }
        boolean gone = wasFile && mine.item().isAbsent();
        deletedHere += gone && step instanceof Step.Offer ? 1 : 0;
        deletedThere += wasFile
                        && step instanceof Step.Take take
                        && take.theirs().item().isAbsent()
                ? 1
                : 0;
        changedHere += wasFile
                        && !mine.item().isAbsent()
                        && agreedVersion
                                .filter(version -> mine.item().hasContentOf(version.item()))
                                .isEmpty()
                ? 1
                : 0;
        // Only what still is what was agreed may be remembered to look otherwise now.
        boolean looksOther = agreedVersion
                        .filter(version -> version.item().equals(mine.item()))
                        .isPresent()
                && mine.stat().isPresent()
                && !at.row().flatMap(AgreedRow::stat).equals(mine.stat());
        if (!(step instanceof Step.Keep) || looksOther) {
            add(new Finding(at.path(), mine.stat(), mine.item(), mine.chunks(), at.row(), theirs, step));
        }
    }

    /** Whether something is at this path now, here or elsewhere, where nothing was agreed to be. */
    private static boolean isNew(ThreeTrees.At at, Step step) {
        boolean was = at.row().filter(row -> !row.version().item().isAbsent()).isPresent();
        boolean comes = step instanceof Step.Take take
                && at.stat().isEmpty()
                && !take.theirs().item().isAbsent();
        return !was && (comes || (step instanceof Step.Offer && at.stat().isPresent()));
    }

    /** A log goes one way, from the device that began it, and only grows. Whatever else happened is told and left as it is. */
    private Step ofLog(FilePath path, Reading.Mine mine, Optional<FileVersion> agreedVersion, Step step) {
        if (step instanceof Step.Take take && take.theirs().item().isAbsent()) {
            problem(path, "the log is gone at " + take.theirs().by() + "; what came of it stays here");
            return new Step.Keep();
        }
        boolean changes = step instanceof Step.Offer || step instanceof Step.Conflict;
        if (!changes || agreedVersion.isEmpty() || !(agreedVersion.get().item() instanceof Item.Regular known)) {
            return step;
        }
        if (!agreedVersion.get().by().equals(me.name())) {
            problem(
                    path,
                    "the log is that of " + agreedVersion.get().by() + ", but was changed here; both are kept apart");
            return new Step.Keep();
        }
        if (!(mine.item() instanceof Item.Regular file) || file.size() < known.size()) {
            problem(
                    path,
                    mine.item().isAbsent()
                            ? "the log is gone here; what the others have of it stays"
                            : "the log has shrunk, as in a rotation; what the others have of it stays");
            return new Step.Keep();
        }
        if (!mine.continues(known)) {
            problem(path, "the beginning of the log was rewritten; what the others have of it stays");
            return new Step.Keep();
        }
        return step;
    }

    private void add(Finding finding) {
        boolean counts = wanted.test(finding);
        // In order, so that the next part begins after the last.
        more |= counts && !findings.isEmpty() && (findings.size() >= MOST_FINDINGS || chunks >= MOST_CHUNKS);
        if (more) {
            return;
        }
        conflicts += finding.isConflict() ? 1 : 0;
        if (counts) {
            findings.add(finding);
            chunks += finding.chunks().size();
        }
    }

    /** The versions that a register holds, but for those that are not understood. */
    static List<FileVersion> versions(List<Version> versions) {
        var read = new ArrayList<FileVersion>();
        for (Version version : versions) {
            if (version.content() instanceof Value value) {
                try {
                    read.add(FileRecord.read(value.json()));
                } catch (IllegalArgumentException e) {
                    return List.of();
                }
            }
        }
        return read;
    }

    private List<Finding.Theirs> theirs(ThreeTrees.At at) {
        var theirs = new ArrayList<Finding.Theirs>();
        var told = at.entry().isPresent() ? at.entry().get().register().versions() : List.<Version>of();
        for (Version version : told) {
            if (version.content() instanceof Value value) {
                try {
                    FileVersion read = FileRecord.read(value.json());
                    theirs.add(new Finding.Theirs(version.dot(), read, value.json()));
                } catch (IllegalArgumentException e) {
                    problem(at.path(), "what the others say of it is not understood: " + e.getMessage());
                }
            }
        }
        return theirs;
    }

    private void problem(FilePath path, String why) {
        if (problems.size() < MOST_FINDINGS) {
            problems.add(new Problem(path.value(), why));
        }
    }
}

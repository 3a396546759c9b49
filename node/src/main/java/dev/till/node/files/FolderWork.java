package dev.till.node.files;

import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.round.Applying;
import dev.till.node.files.round.Applying.Outcome;
import dev.till.node.files.round.Finding;
import dev.till.node.files.round.Namesakes;
import dev.till.node.files.round.Parts;
import dev.till.node.files.round.Plan;
import dev.till.node.files.round.Records;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.AgreedRow;
import dev.till.node.files.state.Diary;
import dev.till.node.files.state.FilesDatabase;
import dev.till.node.files.state.Folder;
import dev.till.node.files.tcfs.TcfsImport;
import dev.till.node.files.tcfs.TcfsStore;
import dev.till.node.message.FilesCommand.Why;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.profile.GitPolicy;
import dev.till.protocol.file.profile.Profile;
import dev.till.protocol.file.sync.ConflictPolicy;
import dev.till.protocol.id.DeviceName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The work on one folder: plans and rounds. It blocks, and is for one thread at a time. */
final class FolderWork implements Closeable {
    private final Workbench bench;
    private final Object rounds;
    private final Safeguards safeguards;
    private final RunLog runs;
    private volatile Standing standing = Standing.UNKNOWN;
    private long filesAtLastRound;
    private Deletions goneSince = Deletions.NONE;
    private Optional<String> stopped = Optional.empty();

    /**
     * Works on {@code folder}.
     *
     * @param rounds what no two rounds of the folder hold at a time, not even when it has just been added anew
     */
    FolderWork(Folder folder, FilesDatabase database, Workbench.Tools tools, Object rounds) throws IOException {
        this.rounds = rounds;
        bench = new Workbench(folder, database, tools);
        safeguards = new Safeguards(folder.name(), root(), diary());
        runs = new RunLog(tools.logs(), folder.name());
        // Who deletes while this starts is to be noticed too.
        filesAtLastRound = agreed().files();
    }

    FolderName name() {
        return folder().name();
    }

    Folder folder() {
        return bench.folder();
    }

    Profile profile() {
        return bench.profile();
    }

    Root root() {
        return bench.root();
    }

    Agreed agreed() {
        return bench.agreed();
    }

    Diary diary() {
        return bench.diary();
    }

    String self() {
        return bench.tools().name().get().value();
    }

    Instant now() {
        return bench.tools().clock().instant();
    }

    Records records() {
        return bench.tools().records();
    }

    /** What a round would do. Writes nothing. */
    Plan plan() throws IOException, FilesRefusal {
        safeguards.requireRoot();
        var plan = bench.comparison(profile().prefer()).everything(finding -> true, Optional.empty());
        return safeguards.withClock(plan, now());
    }

    /** The next part of a plan that had more: what comes after this path. */
    Plan planAfter(FilePath last) throws IOException, FilesRefusal {
        safeguards.requireRoot();
        return bench.comparison(profile().prefer()).everything(finding -> true, Optional.of(last));
    }

    /** What a round for these paths would do. Writes nothing. */
    Plan plan(Collection<FilePath> paths, ConflictPolicy policy) throws IOException, FilesRefusal {
        safeguards.requireRoot();
        return bench.comparison(policy).only(paths);
    }

    /** How it stands; asked by any thread. */
    Standing standing() {
        return standing;
    }

    /**
     * A whole round: plans and applies until nothing is left that can be done.
     *
     * @throws FilesRefusal when something speaks against it, or another till works below the root
     */
    Round round(boolean force) throws IOException, FilesRefusal {
        return noted(() -> alone(() -> whole(force)));
    }

    /** Work on the files below the root. */
    private interface Attempt<T> {
        T make() throws IOException, FilesRefusal;
    }

    /** Works while nobody else does, neither in this process nor in another. */
    private <T> T alone(Attempt<T> attempt) throws IOException, FilesRefusal {
        synchronized (rounds) {
            safeguards.requireRoot();
            try (var lock = root().alone().orElse(null)) {
                if (lock == null) {
                    throw FilesRefusal.forNow("folder " + name() + " is left as it is: another till works below "
                            + root().path() + " right now; try again when it is done, and let one till alone keep it");
                }
                new Growth(root()).resume();
                return attempt.make();
            }
        }
    }

    /** Of these paths, said to have changed, those that are not as the last round put them there. */
    Set<FilePath> changedByOthers(Collection<FilePath> touched) {
        return bench.changedByOthers(touched);
    }

    /** A failure is remembered for who asks how the folder stands, and written down when it is another than before. */
    private Round noted(Attempt<Round> attempt) throws IOException, FilesRefusal {
        var began = now();
        try {
            return attempt.make();
        } catch (FilesRefusal | IOException e) {
            boolean isNews = !standing.trouble().equals(Optional.of(String.valueOf(e.getMessage())));
            standing = standing.failed(now(), e);
            if (isNews) {
                runs.failed(began, now(), String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    private Round whole(boolean force) throws IOException, FilesRefusal {
        var began = now();
        var round = wholeRound(force);
        standing = standing.after(now(), round, stopped).looked(now(), round.conflicts());
        return round.at(runs.whole(began, now(), round));
    }

    private Round wholeRound(boolean force) throws IOException, FilesRefusal {
        var plan = plan();
        if (!force) {
            requireNone(plan.brakes());
        }
        var repositories = plan.repositories();
        var round = bench.applied(plan.findings(), plan.conflicts());
        while (plan.more()) {
            var last = plan.findings().get(plan.findings().size() - 1).path();
            plan = planAfter(last);
            round = round.and(bench.applied(plan.findings(), plan.conflicts()));
        }
        // With what has come just now: it can go as well.
        filesAtLastRound = agreed().files();
        goneSince = Deletions.NONE;
        stopped = Optional.empty();
        if (round.outcome().undone().isEmpty()) {
            new Stage(root().stage()).empty();
        }
        new TrashPurge(root(), diary()).run(now());
        return profile().git() == GitPolicy.NEVER ? round : round.and(bench.repositories(repositories));
    }

    /** Refuses what brakes speak against; that is said until all has been looked at and nothing speaks against it. */
    private void requireNone(List<String> brakes) throws FilesRefusal {
        try {
            safeguards.requireNone(brakes);
        } catch (FilesRefusal e) {
            stopped = Optional.of(e.getMessage());
            throw e;
        }
    }

    /** Puts the files of a tcfs store into the folder; the next round tells of them. */
    Round importTcfs(Path store) throws IOException, FilesRefusal {
        safeguards.requireRoot();
        var tcfs = new TcfsStore(store);
        if (!tcfs.isThere()) {
            throw new FilesRefusal(
                    Why.ABSENT,
                    "no tcfs store at " + store + " (expected: a directory with index, manifests and chunks)");
        }
        return alone(() -> new Round(new TcfsImport(root(), bench.freshStage(), profile(), tcfs).run(), 0, 0));
    }

    /**
     * A round for these paths and, of directories that are gone, all that was below them. What cannot be done now is answered
     * as undone, to be tried again.
     *
     * @throws FilesRefusal when, with what was deleted since the last whole round, more than half would be gone
     */
    Round round(Collection<FilePath> paths) throws IOException, FilesRefusal {
        return noted(() -> alone(() -> part(paths)));
    }

    private Round part(Collection<FilePath> paths) throws IOException, FilesRefusal {
        var began = now();
        var all = withThoseBelow(paths);
        // What comes in this round is no reason to let more go.
        var before = Parts.areMany(all) ? OptionalLong.of(agreed().files()) : OptionalLong.empty();
        var namesakes = bench.namesakes();
        try (var parts = new Parts(all, part -> planned(part, namesakes), deletions -> judge(deletions, before))) {
            var round = applied(parts);
            standing = standing.after(now(), round, stopped);
            runs.followed(began, now(), round);
            requireAllowed(parts, round);
            return round;
        } catch (Refused e) {
            throw e.why;
        }
    }

    private static void requireAllowed(Parts parts, Round round) throws IOException, FilesRefusal {
        try {
            parts.requireAllowed();
        } catch (Refused e) {
            throw e.why.leaving(
                    round.outcome().undone().stream().map(Applying.Undone::path).toList());
        }
    }

    private Round applied(Parts parts) throws IOException {
        var applied = parts.isOne() ? bench.applied(parts.next(), 0) : bench.applied(parts, true);
        var undone = new ArrayList<>(applied.outcome().undone());
        parts.busy().forEach(path -> undone.add(new Applying.Undone(path, "it is being written")));
        var outcome =
                new Outcome(applied.outcome().done(), undone, applied.outcome().notes());
        return new Round(outcome, parts.conflicts(), applied.received());
    }

    /** Carries a refusal to whoever is to be told, past those that need not know of it. */
    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private final FilesRefusal why;

        Refused(FilesRefusal why) {
            super(why.getMessage(), why);
            this.why = why;
        }
    }

    private Plan planned(List<FilePath> paths, Namesakes namesakes) throws IOException {
        try {
            safeguards.requireRoot();
        } catch (FilesRefusal e) {
            throw new Refused(e);
        }
        return bench.comparison(profile().prefer(), namesakes).only(paths);
    }

    /**
     * Throws when, with what was deleted since the last whole round, these deletions would take too much.
     *
     * @param before how many files there were when the round began; empty when nothing has changed since
     */
    private void judge(List<Finding> deletions, OptionalLong before) throws IOException {
        var all = goneSince.and(Deletions.of(deletions));
        if (!all.brakes(filesAtLastRound).isEmpty()) {
            // Many may have come since all of it was looked at.
            long files = before.isPresent() ? before.getAsLong() : agreed().files();
            filesAtLastRound = files + goneSince.here() + goneSince.there();
            try {
                // What is left for the next whole round is judged there with all that has gone by then.
                requireNone(all.brakes(filesAtLastRound));
            } catch (FilesRefusal e) {
                throw new Refused(e);
            }
        }
        goneSince = all;
    }

    private Collection<FilePath> withThoseBelow(Collection<FilePath> paths) throws IOException {
        var all = new TreeSet<>(paths);
        for (AgreedRow row : agreed().find(paths).values()) {
            var path = row.path();
            if (row.version().item() instanceof Item.Directory
                    && root().look(path)
                            .filter(stat -> stat.kind() == Stat.Kind.DIRECTORY)
                            .isEmpty()) {
                agreed().below(path, all);
            }
        }
        return all;
    }

    /** Applies findings as they are. */
    Round apply(List<Finding> findings, long conflicts) throws IOException, FilesRefusal {
        return alone(() -> bench.applied(findings, conflicts));
    }

    /**
     * Puts a version of one path at another where nothing is; false when it cannot be had.
     *
     * @param writer who has it; empty when it is what is here
     */
    boolean copy(FilePath from, Item item, Optional<DeviceName> writer, FilePath to) throws IOException, FilesRefusal {
        return alone(() -> bench.copy(from, item, writer, to));
    }

    /** All findings of a whole comparison that this holds of; conflicts are left to people in it. */
    List<Finding> findings(Predicate<Finding> wanted) throws IOException, FilesRefusal {
        safeguards.requireRoot();
        return bench.comparison(ConflictPolicy.DEFER)
                .everything(wanted, Optional.empty())
                .findings();
    }

    @Override
    public void close() throws IOException {
        bench.close();
    }
}

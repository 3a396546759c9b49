package dev.till.node.files;

import dev.till.node.files.git.GitRound;
import dev.till.node.files.place.Growth;
import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.round.Applying;
import dev.till.node.files.round.Applying.Outcome;
import dev.till.node.files.round.Clients;
import dev.till.node.files.round.Comparison;
import dev.till.node.files.round.Fetching;
import dev.till.node.files.round.Finding;
import dev.till.node.files.round.Placed;
import dev.till.node.files.round.Plan;
import dev.till.node.files.round.Records;
import dev.till.node.files.round.Source;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.AgreedRow;
import dev.till.node.files.state.Diary;
import dev.till.node.files.state.FilesDatabase;
import dev.till.node.files.state.Folder;
import dev.till.node.files.tcfs.TcfsImport;
import dev.till.node.files.tcfs.TcfsStore;
import dev.till.node.files.transfer.HubContents;
import dev.till.node.files.transfer.Pace;
import dev.till.node.message.FilesCommand.Why;
import dev.till.node.message.PeerSockets;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.profile.GitPolicy;
import dev.till.protocol.file.profile.Profile;
import dev.till.protocol.file.profile.ProfileText;
import dev.till.protocol.file.sync.ConflictPolicy;
import dev.till.protocol.file.sync.Reconciliation;
import dev.till.protocol.file.sync.Step;
import dev.till.protocol.id.DeviceName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The work on one folder: plans and rounds. It blocks, and is for one thread at a time. */
final class FolderWork implements Closeable {
    private final Tools tools;
    private final Folder folder;
    private final Profile profile;
    private final Root root;
    private final FilesDatabase database;
    private final Agreed agreed;
    private final Diary diary;
    private final Clients clients;
    private final Placed placed = new Placed();
    private final Object rounds;
    private final Safeguards safeguards;
    private final RunLog runs;
    private volatile Standing standing = Standing.UNKNOWN;
    private long filesAtLastRound;
    private Deletions goneSince = Deletions.NONE;

    /**
     * What it works with.
     *
     * @param logs where each run leaves a file
     */
    record Tools(
            Records records,
            PeerSockets tls,
            Pace pace,
            HubContents hub,
            Supplier<DeviceName> name,
            InstantSource clock,
            Path logs) {}

    /**
     * Works on {@code folder}.
     *
     * @param rounds what no two rounds of the folder hold at a time, not even when it has just been added anew
     */
    FolderWork(Folder folder, FilesDatabase database, Tools tools, Object rounds) throws IOException {
        this.rounds = rounds;
        this.folder = folder;
        this.database = database;
        this.tools = tools;
        profile = ProfileText.parse(folder.profile(), folder.mode()).profile();
        root = new Root(folder.root());
        agreed = new Agreed(database, folder.name());
        diary = new Diary(database, folder.name());
        clients = new Clients(tools.tls(), folder.name(), tools.pace());
        safeguards = new Safeguards(folder.name(), root, diary);
        runs = new RunLog(tools.logs(), folder.name());
        // Who deletes while this starts is to be noticed too.
        filesAtLastRound = agreed.files();
    }

    FolderName name() {
        return folder.name();
    }

    Folder folder() {
        return folder;
    }

    Profile profile() {
        return profile;
    }

    Root root() {
        return root;
    }

    Agreed agreed() {
        return agreed;
    }

    Diary diary() {
        return diary;
    }

    String self() {
        return tools.name().get().value();
    }

    Instant now() {
        return tools.clock().instant();
    }

    Records records() {
        return tools.records();
    }

    /** What a round would do. Writes nothing. */
    Plan plan() throws IOException, FilesRefusal {
        safeguards.requireRoot();
        var plan = comparison(profile.prefer()).everything(finding -> true, Optional.empty());
        return safeguards.withClock(plan, now());
    }

    /** The next part of a plan that had more: what comes after this path. */
    Plan planAfter(FilePath last) throws IOException, FilesRefusal {
        safeguards.requireRoot();
        return comparison(profile.prefer()).everything(finding -> true, Optional.of(last));
    }

    /** What a round for these paths would do. Writes nothing. */
    Plan plan(Collection<FilePath> paths, ConflictPolicy policy) throws IOException, FilesRefusal {
        safeguards.requireRoot();
        return comparison(policy).only(paths);
    }

    private Comparison comparison(ConflictPolicy policy) {
        var me = new Reconciliation.Me(tools.name().get(), now(), policy);
        return new Comparison(folder, profile, root, agreed, tools.records(), me, tools.clock());
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
            try (var lock = root.alone().orElse(null)) {
                if (lock == null) {
                    throw FilesRefusal.forNow("folder " + name() + " is left as it is: another till works below "
                            + root.path() + " right now; try again when it is done, and let one till alone keep it");
                }
                new Growth(root).resume();
                return attempt.make();
            }
        }
    }

    /** Of these paths, said to have changed, those that are not as the last round put them there. */
    Set<FilePath> changedByOthers(Collection<FilePath> touched) {
        var changed = new HashSet<FilePath>();
        for (FilePath path : touched) {
            try {
                if (!placed.isStill(path, root.look(path))) {
                    changed.add(path);
                }
            } catch (IOException e) {
                // The round that looks at it says what is wrong with it.
                changed.add(path);
            }
        }
        return changed;
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
        standing = standing.after(now(), round).looked(now(), round.conflicts());
        return round.at(runs.whole(began, now(), round));
    }

    private Round wholeRound(boolean force) throws IOException, FilesRefusal {
        var plan = plan();
        if (!force) {
            safeguards.requireNone(plan.brakes());
        }
        filesAtLastRound = plan.tally().agreed();
        goneSince = Deletions.NONE;
        var repositories = plan.repositories();
        var round = applied(plan.findings(), plan.conflicts());
        while (plan.more()) {
            var last = plan.findings().get(plan.findings().size() - 1).path();
            plan = planAfter(last);
            round = round.and(applied(plan.findings(), plan.conflicts()));
        }
        if (round.outcome().undone().isEmpty()) {
            new Stage(root.stage()).empty();
        }
        new TrashPurge(root, diary).run(now());
        return profile.git() == GitPolicy.NEVER ? round : round.and(repositories(repositories));
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
        return alone(() -> new Round(new TcfsImport(root, freshStage(), profile, tcfs).run(), 0, 0));
    }

    private Stage freshStage() throws IOException {
        var stage = new Stage(root.stage());
        stage.clear();
        return stage;
    }

    private Round repositories(List<Optional<FilePath>> here) throws IOException {
        var tools = new GitRound.Tools(
                name(),
                folder.mode(),
                profile.git(),
                this.tools.name().get(),
                root,
                freshStage(),
                this.tools.records(),
                clients,
                this.tools.clock());
        long before = clients.received();
        var result = new GitRound(tools).run(here);
        diary.write(result.notes());
        var outcome = new Outcome(result.notes().size(), result.undone(), result.notes());
        return new Round(outcome, 0, clients.received() - before);
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
        var plan = plan(withThoseBelow(paths), profile.prefer());
        var gone = Deletions.of(plan.actions());
        if (!gone.isNone()) {
            var all = goneSince.and(gone);
            if (!all.brakes(filesAtLastRound).isEmpty()) {
                // Many may have come since all of it was looked at.
                filesAtLastRound = agreed.files() + goneSince.here() + goneSince.there();
                // What is left for the next whole round is judged there with all that has gone by then.
                safeguards.requireNone(all.brakes(filesAtLastRound));
            }
            goneSince = all;
        }
        var applied = applied(plan.findings(), plan.conflicts());
        var undone = new ArrayList<>(applied.outcome().undone());
        plan.busy().forEach(path -> undone.add(new Applying.Undone(path, "it is being written")));
        var outcome =
                new Outcome(applied.outcome().done(), undone, applied.outcome().notes());
        var round = new Round(outcome, applied.conflicts(), applied.received());
        standing = standing.after(now(), round);
        runs.followed(began, now(), round);
        return round;
    }

    private Collection<FilePath> withThoseBelow(Collection<FilePath> paths) throws IOException {
        var all = new TreeSet<>(paths);
        for (AgreedRow row : agreed.find(paths).values()) {
            var path = row.path();
            if (row.version().item() instanceof Item.Directory
                    && root.look(path)
                            .filter(stat -> stat.kind() == Stat.Kind.DIRECTORY)
                            .isEmpty()) {
                agreed.below(path, all);
            }
        }
        return all;
    }

    /** Applies findings as they are. */
    Round apply(List<Finding> findings, long conflicts) throws IOException, FilesRefusal {
        return alone(() -> applied(findings, conflicts));
    }

    private Round applied(List<Finding> findings, long conflicts) throws IOException {
        var round = appliedOnce(findings, conflicts);
        var decided = findings.stream()
                .filter(Finding::takesOneOfSeveral)
                .map(Finding::path)
                .toList();
        if (!decided.isEmpty()) {
            // It follows all of them now, which the others do not know yet.
            var comparison = comparison(ConflictPolicy.DEFER).only(decided);
            var news = comparison.findings().stream()
                    .filter(finding -> finding.step() instanceof Step.Offer)
                    .toList();
            appliedOnce(news, 0);
        }
        return round;
    }

    private Round appliedOnce(List<Finding> findings, long conflicts) throws IOException {
        if (findings.isEmpty()) {
            return new Round(new Outcome(0, List.of(), List.of()), conflicts, 0);
        }
        var stage = freshStage();
        boolean takes = findings.stream().anyMatch(finding -> finding.action().equals("receive"));
        var fetching = fetching(stage, takes);
        var outcome = new Applying(new Applying.Tools(
                        name(),
                        folder.mode() == SyncMode.APPEND,
                        tools.name().get(),
                        root,
                        stage,
                        agreed,
                        diary,
                        tools.records(),
                        fetching,
                        placed,
                        tools.clock()))
                .apply(findings);
        tools.records().write(Events.of(name(), self(), outcome.notes()));
        return new Round(outcome, conflicts, fetching.received());
    }

    /**
     * Puts a version of one path at another where nothing is; false when it cannot be had.
     *
     * @param writer who has it; empty when it is what is here
     */
    boolean copy(FilePath from, Item item, Optional<DeviceName> writer, FilePath to) throws IOException, FilesRefusal {
        return alone(() -> {
            var stage = freshStage();
            var staged = item instanceof Item.Link link
                    ? Optional.of(Files.createSymbolicLink(stage.fresh(), Path.of(link.target())))
                    : staged(stage, from, (Item.Regular) item, writer);
            if (staged.isEmpty() || root.look(to).isPresent()) {
                return false;
            }
            stage.sync(List.of(staged.get()));
            root.place(staged.get(), to);
            root.adorn(to, item);
            stage.syncDirectories(List.of(root.at(to).getParent()));
            return true;
        });
    }

    private Optional<Path> staged(Stage stage, FilePath from, Item.Regular file, Optional<DeviceName> writer)
            throws IOException {
        if (writer.isPresent()) {
            return fetching(stage, true).fetch(from, file, writer.get());
        }
        return stage.write(file.hash(), file.size(), out -> {
            try (var in = Channels.newInputStream(root.open(from))) {
                in.transferTo(out);
                return true;
            }
        });
    }

    private Fetching fetching(Stage stage, boolean asks) throws IOException {
        var roots = new HashMap<FolderName, Root>();
        database.folders().forEach(each -> roots.put(each.name(), new Root(each.root())));
        var sources = asks ? tools.records().sources() : List.<Source>of();
        return Fetching.of(name(), clients, sources, stage, agreed, roots, tools.hub());
    }

    /** All findings of a whole comparison that this holds of; conflicts are left to people in it. */
    List<Finding> findings(Predicate<Finding> wanted) throws IOException, FilesRefusal {
        safeguards.requireRoot();
        return comparison(ConflictPolicy.DEFER)
                .everything(wanted, Optional.empty())
                .findings();
    }

    @Override
    public void close() throws IOException {
        clients.close();
        agreed.close();
    }
}

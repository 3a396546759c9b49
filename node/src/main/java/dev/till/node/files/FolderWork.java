package dev.till.node.files;

import dev.till.node.files.git.GitRound;
import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.round.Applying;
import dev.till.node.files.round.Applying.Outcome;
import dev.till.node.files.round.Clients;
import dev.till.node.files.round.Comparison;
import dev.till.node.files.round.Fetching;
import dev.till.node.files.round.Finding;
import dev.till.node.files.round.Plan;
import dev.till.node.files.round.Records;
import dev.till.node.files.round.Source;
import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Diary;
import dev.till.node.files.state.FilesDatabase;
import dev.till.node.files.state.Folder;
import dev.till.node.files.tcfs.TcfsImport;
import dev.till.node.files.tcfs.TcfsStore;
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
import dev.till.protocol.file.sync.Tally;
import dev.till.protocol.id.DeviceName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The work on one folder: plans and rounds. It blocks, and is for one thread at a time. */
final class FolderWork implements Closeable {
    private static final Duration CLOCK_SLACK = Duration.ofHours(1);

    /** So long is kept what was replaced or deleted. */
    static final Duration TRASH_FOR = Duration.ofDays(30);

    private static final int TRASH_OF_ONE_PATH = 10;
    private static final int PURGED_AT_ONCE = 1000;

    private final Tools tools;
    private final Folder folder;
    private final Profile profile;
    private final Root root;
    private final FilesDatabase database;
    private final Agreed agreed;
    private final Diary diary;
    private final Clients clients;
    private final Object rounds;
    private volatile Standing standing = Standing.UNKNOWN;
    private long filesAtLastRound;
    private long deletedSince;

    /** What it works with. */
    record Tools(Records records, PeerSockets tls, Pace pace, Supplier<DeviceName> name, InstantSource clock) {}

    /**
     * Works on {@code folder}.
     *
     * @param rounds what no two rounds of the folder hold at a time, not even when it has just been added anew
     */
    FolderWork(Folder folder, FilesDatabase database, Tools tools, Object rounds) {
        this.rounds = rounds;
        this.folder = folder;
        this.database = database;
        this.tools = tools;
        profile = ProfileText.parse(folder.profile(), folder.mode()).profile();
        root = new Root(folder.root());
        agreed = new Agreed(database, folder.name());
        diary = new Diary(database, folder.name());
        clients = new Clients(tools.tls(), folder.name(), tools.pace());
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
        requireRoot();
        var plan = comparison(profile.prefer()).everything(finding -> true, Optional.empty());
        return withClock(plan);
    }

    /** The next part of a plan that had more: what comes after this path. */
    Plan planAfter(FilePath last) throws IOException, FilesRefusal {
        requireRoot();
        return comparison(profile.prefer()).everything(finding -> true, Optional.of(last));
    }

    /** What a round for these paths would do. Writes nothing. */
    Plan plan(Collection<FilePath> paths, ConflictPolicy policy) throws IOException, FilesRefusal {
        requireRoot();
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

    /** A whole round: plans and applies until nothing is left that can be done. */
    Round round(boolean force) throws IOException, FilesRefusal {
        synchronized (rounds) {
            return remembered(true, () -> wholeRound(force));
        }
    }

    /** Something that is remembered for who asks how the folder stands. */
    private interface Attempt {
        Round make() throws IOException, FilesRefusal;
    }

    private Round remembered(boolean whole, Attempt attempt) throws IOException, FilesRefusal {
        try {
            var round = attempt.make();
            long conflicts = whole ? round.conflicts() : Math.max(standing.conflicts(), round.conflicts());
            standing = new Standing(
                    Optional.of(now()), conflicts, round.outcome().undone().size(), Optional.empty());
            return round;
        } catch (FilesRefusal | IOException e) {
            standing = new Standing(
                    Optional.of(now()),
                    standing.conflicts(),
                    standing.waiting(),
                    Optional.of(String.valueOf(e.getMessage())));
            throw e;
        }
    }

    private Round wholeRound(boolean force) throws IOException, FilesRefusal {
        var plan = plan();
        if (!force && !plan.brakes().isEmpty()) {
            throw new FilesRefusal(
                    Why.CONFLICT,
                    "folder " + name() + " is left as it is: " + String.join("; ", plan.brakes())
                            + ". If that is meant, go on with `till files apply " + name()
                            + " --force`; if not, bring"
                            + " the files back first (see `till files trash " + name() + "`)");
        }
        filesAtLastRound = plan.tally().agreed();
        deletedSince = 0;
        var repositories = plan.repositories();
        var round = apply(plan.findings(), plan.conflicts());
        while (plan.more()) {
            var last = plan.findings().get(plan.findings().size() - 1).path();
            plan = planAfter(last);
            round = round.and(apply(plan.findings(), round.conflicts()));
        }
        purgeTrash();
        return profile.git() == GitPolicy.NEVER ? round : round.and(repositories(repositories));
    }

    /** Puts the files of a tcfs store into the folder; the next round tells of them. */
    Round importTcfs(Path store) throws IOException, FilesRefusal {
        requireRoot();
        var tcfs = new TcfsStore(store);
        if (!tcfs.isThere()) {
            throw new FilesRefusal(
                    Why.ABSENT,
                    "no tcfs store at " + store + " (expected: a directory with index, manifests and chunks)");
        }
        synchronized (rounds) {
            var stage = new Stage(root.stage());
            stage.clear();
            return new Round(new TcfsImport(root, stage, profile, tcfs).run(), 0, 0);
        }
    }

    private Round repositories(List<Optional<FilePath>> here) throws IOException {
        var stage = new Stage(root.stage());
        stage.clear();
        long before = clients.received();
        var result = new GitRound(new GitRound.Tools(
                        name(),
                        folder.mode(),
                        profile.git(),
                        tools.name().get(),
                        root,
                        stage,
                        tools.records(),
                        clients,
                        tools.clock()))
                .run(here);
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
        synchronized (rounds) {
            return remembered(false, () -> partOfRound(paths));
        }
    }

    private Round partOfRound(Collection<FilePath> paths) throws IOException, FilesRefusal {
        var plan = plan(withThoseBelow(paths), profile.prefer());
        deletedSince += plan.actions().stream()
                .filter(finding ->
                        finding.action().equals("delete") || finding.action().equals("send-deletion"))
                .count();
        var brakes = new Tally(filesAtLastRound, 1, deletedSince, 0, 0).brakes();
        if (!brakes.isEmpty()) {
            // The whole round looks at all of it, and stops if it has to.
            return wholeRound(false);
        }
        var round = apply(plan.findings(), plan.conflicts());
        var undone = new ArrayList<>(round.outcome().undone());
        plan.busy().forEach(path -> undone.add(new Applying.Undone(path, "it is being written")));
        return new Round(
                new Outcome(round.outcome().done(), undone, round.outcome().notes()),
                round.conflicts(),
                round.received());
    }

    private Collection<FilePath> withThoseBelow(Collection<FilePath> paths) throws IOException {
        var all = new TreeSet<>(paths);
        for (FilePath path : paths) {
            var row = agreed.find(path);
            boolean wasDirectory = row.filter(known -> known.version().item() instanceof Item.Directory)
                    .isPresent();
            if (wasDirectory
                    && root.look(path)
                            .filter(stat -> stat.kind() == Stat.Kind.DIRECTORY)
                            .isEmpty()) {
                agreed.below(path, all);
            }
        }
        return all;
    }

    /** Applies findings as they are. */
    Round apply(List<Finding> findings, long conflicts) throws IOException {
        synchronized (rounds) {
            return applied(findings, conflicts);
        }
    }

    private Round applied(List<Finding> findings, long conflicts) throws IOException {
        if (findings.isEmpty()) {
            return new Round(new Outcome(0, List.of(), List.of()), conflicts, 0);
        }
        var stage = new Stage(root.stage());
        stage.clear();
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
    boolean copy(FilePath from, Item item, Optional<DeviceName> writer, FilePath to) throws IOException {
        synchronized (rounds) {
            var stage = new Stage(root.stage());
            stage.clear();
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
        }
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
        return Fetching.of(name(), clients, sources, stage, agreed, roots);
    }

    /** All findings of a whole comparison that this holds of; conflicts are left to people in it. */
    List<Finding> findings(Predicate<Finding> wanted) throws IOException, FilesRefusal {
        requireRoot();
        return comparison(ConflictPolicy.DEFER)
                .everything(wanted, Optional.empty())
                .findings();
    }

    /** Refuses to go near a root that is not there or not the one that was added: a disk that is not mounted looks empty. */
    private void requireRoot() throws IOException, FilesRefusal {
        Optional<FolderName> marked = root.marked();
        if (marked.isEmpty()) {
            throw new FilesRefusal(
                    Why.CONFLICT,
                    "folder " + name() + " is left as it is: the mark of till is missing below " + root.path()
                            + ", so its disk may not be mounted. Mount it; if it was emptied on purpose, add the folder"
                            + " again with `till files add " + name() + " " + root.path() + "`");
        }
        if (!marked.get().equals(name())) {
            throw new FilesRefusal(
                    Why.CONFLICT,
                    "folder " + name() + " is left as it is: " + root.path() + " is marked as the root of folder "
                            + marked.get());
        }
    }

    private Plan withClock(Plan plan) throws IOException {
        var newest = diary.newest(1);
        if (newest.isEmpty() || newest.get(0).at().isBefore(now().plus(CLOCK_SLACK))) {
            return plan;
        }
        var brakes = new ArrayList<>(plan.brakes());
        brakes.add("the clock of this machine says " + now() + ", but the last round was at "
                + newest.get(0).at());
        return new Plan(
                plan.findings(),
                plan.conflicts(),
                brakes,
                plan.problems(),
                plan.busy(),
                plan.tally(),
                plan.more(),
                plan.repositories());
    }

    private void purgeTrash() throws IOException {
        List<Diary.Trashed> expired;
        do {
            expired = diary.expired(now().minus(TRASH_FOR), TRASH_OF_ONE_PATH, PURGED_AT_ONCE);
            for (Diary.Trashed each : expired) {
                Files.deleteIfExists(root.trash().resolve(each.file()));
                diary.untrashed(each.id());
            }
        } while (expired.size() == PURGED_AT_ONCE);
    }

    @Override
    public void close() throws IOException {
        clients.close();
        agreed.close();
    }
}

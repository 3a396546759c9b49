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
import dev.till.node.files.round.Findings;
import dev.till.node.files.round.Namesakes;
import dev.till.node.files.round.Placed;
import dev.till.node.files.round.Records;
import dev.till.node.files.round.Source;
import dev.till.node.files.state.Agreed;
import dev.till.node.files.state.Diary;
import dev.till.node.files.state.FilesDatabase;
import dev.till.node.files.state.Folder;
import dev.till.node.files.transfer.HubContents;
import dev.till.node.files.transfer.Pace;
import dev.till.node.message.PeerSockets;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.SyncMode;
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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A folder with all that work on it takes: compares, applies, copies. It takes no lock and judges nothing; {@link FolderWork} does. */
final class Workbench implements Closeable {
    private final Tools tools;
    private final Folder folder;
    private final Profile profile;
    private final Root root;
    private final FilesDatabase database;
    private final Agreed agreed;
    private final Diary diary;
    private final Clients clients;
    private final Placed placed = new Placed();

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

    Workbench(Folder folder, FilesDatabase database, Tools tools) throws IOException {
        this.folder = folder;
        this.database = database;
        this.tools = tools;
        profile = ProfileText.parse(folder.profile(), folder.mode()).profile();
        root = new Root(folder.root());
        agreed = new Agreed(database, folder.name());
        diary = new Diary(database, folder.name());
        clients = new Clients(tools.tls(), folder.name(), tools.pace());
    }

    Tools tools() {
        return tools;
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

    /** The folder beside what was agreed and what the others say. */
    Comparison comparison(ConflictPolicy policy) {
        return comparison(policy, namesakes());
    }

    /** The names in the folder, for one round. */
    Namesakes namesakes() {
        return new Namesakes(folder.name(), root, profile, agreed, tools.records());
    }

    /** The same as one of several comparisons of one round. */
    Comparison comparison(ConflictPolicy policy, Namesakes namesakes) {
        var me = new Reconciliation.Me(tools.name().get(), tools.clock().instant(), policy);
        return new Comparison(folder, profile, root, agreed, tools.records(), me, tools.clock(), namesakes);
    }

    /** Of these paths, said to have changed, those that are not as the last round put them there. */
    Set<FilePath> changedByOthers(Collection<FilePath> touched) {
        var changed = new HashSet<FilePath>();
        var glance = root.glance();
        for (FilePath path : touched) {
            try {
                if (!placed.isStill(path, glance.at(path))) {
                    changed.add(path);
                }
            } catch (IOException e) {
                // The round that looks at it says what is wrong with it.
                changed.add(path);
            }
        }
        return changed;
    }

    /** Applies findings, and tells the others at once of each where one of several versions was taken. */
    Round applied(List<Finding> findings, long conflicts) throws IOException {
        if (findings.isEmpty()) {
            return new Round(new Outcome(0, List.of(), List.of()), conflicts, 0);
        }
        boolean takes = findings.stream().anyMatch(finding -> finding.action().equals("receive"));
        return applied(Findings.of(findings), takes).withConflicts(conflicts);
    }

    /**
     * The same of findings that come part by part; conflicts are not counted.
     *
     * @param takes whether contents may have to be fetched
     */
    Round applied(Findings findings, boolean takes) throws IOException {
        var decided = new ArrayList<FilePath>();
        var round = appliedOnce(
                () -> {
                    var part = findings.next();
                    part.stream()
                            .filter(Finding::takesOneOfSeveral)
                            .map(Finding::path)
                            .forEach(decided::add);
                    return part;
                },
                takes);
        if (!decided.isEmpty()) {
            // It follows all of them now, which the others do not know yet.
            var comparison = comparison(ConflictPolicy.DEFER).only(decided);
            var news = comparison.findings().stream()
                    .filter(finding -> finding.step() instanceof Step.Offer)
                    .toList();
            if (!news.isEmpty()) {
                appliedOnce(Findings.of(news), false);
            }
        }
        return round;
    }

    private Round appliedOnce(Findings findings, boolean takes) throws IOException {
        var stage = freshStage();
        var fetching = fetching(stage, takes);
        var outcome = new Applying(new Applying.Tools(
                        folder.name(),
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
        tools.records().write(Events.of(folder.name(), tools.name().get().value(), outcome.notes()));
        return new Round(outcome, 0, fetching.received());
    }

    /** Brings the repositories below the root over. */
    Round repositories(List<Optional<FilePath>> here) throws IOException {
        var git = new GitRound.Tools(
                folder.name(),
                folder.mode(),
                profile.git(),
                tools.name().get(),
                root,
                freshStage(),
                tools.records(),
                clients,
                tools.clock());
        long before = clients.received();
        var result = new GitRound(git).run(here);
        diary.write(result.notes());
        var outcome = new Outcome(result.notes().size(), result.undone(), result.notes());
        return new Round(outcome, 0, clients.received() - before);
    }

    /**
     * Puts a version of one path at another where nothing is; false when it cannot be had.
     *
     * @param writer who has it; empty when it is what is here
     */
    boolean copy(FilePath from, Item item, Optional<DeviceName> writer, FilePath to) throws IOException {
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
        return Fetching.of(folder.name(), clients, sources, stage, agreed, roots, tools.hub());
    }

    /** Room for what a round brings, empty. */
    Stage freshStage() throws IOException {
        var stage = new Stage(root.stage());
        stage.clear();
        return stage;
    }

    @Override
    public void close() throws IOException {
        clients.close();
        agreed.close();
    }
}

package dev.till.node.files.git;

import dev.till.node.files.place.Root;
import dev.till.node.files.place.Stage;
import dev.till.node.files.round.Applying.Undone;
import dev.till.node.files.round.Clients;
import dev.till.node.files.round.Records;
import dev.till.node.files.round.Source;
import dev.till.node.files.state.Diary.Note;
import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.file.profile.GitPolicy;
import dev.till.protocol.id.DeviceName;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One round for the repositories of a folder: tells which commits are here, and fetches those of other devices from those
 * devices, to refs of their own. Branches and worktrees are left alone, but for going on where that was asked for.
 */
public final class GitRound {
    private final Tools tools;
    private final List<Note> notes = new ArrayList<>();
    private final List<Undone> undone = new ArrayList<>();

    /** What it works with. */
    public record Tools(
            FolderName folder,
            SyncMode mode,
            GitPolicy policy,
            DeviceName self,
            Root root,
            Stage stage,
            Records records,
            Clients clients,
            InstantSource clock) {}

    /** What came of it. */
    public record Result(List<Note> notes, List<Undone> undone) {}

    public GitRound(Tools tools) {
        this.tools = tools;
    }

    /**
     * Does all that can be done now.
     *
     * @param here where repositories are; an empty path is the root
     */
    public Result run(List<Optional<FilePath>> here) throws IOException {
        if (tools.mode().sends()) {
            for (Optional<FilePath> path : here) {
                attempt(path, () -> tell(path));
            }
        }
        if (tools.mode().receives()) {
            receive();
        }
        tools.stage().clear();
        return new Result(notes, undone);
    }

    /** Something about one repository. */
    private interface Attempt {
        void make() throws IOException;
    }

    private void attempt(Optional<FilePath> path, Attempt attempt) throws IOException {
        try {
            attempt.make();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            undone(path, String.valueOf(e.getMessage()));
        }
    }

    private void tell(Optional<FilePath> path) throws IOException {
        var repository = new Repository(at(path));
        var busy = repository.busy();
        if (busy.isPresent()) {
            undone(path, busy.get());
            return;
        }
        var key = GitRecord.key(tools.folder(), path, tools.self());
        var told = GitRecord.write(repository.refs());
        if (!tools.records().get(key).register().value().equals(Optional.of(told))) {
            tools.records().write(List.of(Assignment.now(key, told)));
            note(path, "git_told", tools.self().value(), "its branches and tags have changed");
        }
    }

    private void receive() throws IOException {
        var prefix = GitRecord.prefix(tools.folder());
        Optional<RegisterKey> after = Optional.empty();
        List<Entry> page;
        do {
            page = tools.records().page(prefix, after);
            for (Entry entry : page) {
                after = Optional.of(entry.key());
                var below = entry.key().entity().value().substring(prefix.length());
                if (below.isEmpty() || below.startsWith("/")) {
                    receive(entry, below);
                }
            }
        } while (!page.isEmpty());
    }

    private void receive(Entry entry, String below) throws IOException {
        var device = entry.key().field().value();
        var told = entry.register().value().map(Value::json);
        if (device.equals(tools.self().value()) || told.isEmpty()) {
            return;
        }
        Optional<FilePath> path;
        Repository.Refs refs;
        DeviceName name;
        try {
            path = below.isEmpty() ? Optional.empty() : Optional.of(new FilePath(below.substring(1)));
            name = new DeviceName(device);
            refs = GitRecord.read(told.get());
        } catch (IllegalArgumentException e) {
            undone.add(new Undone(shown(Optional.empty()), "what " + device + " says is refused: " + e.getMessage()));
            return;
        }
        if (!refs.refs().isEmpty()) {
            attempt(path, () -> follow(path, name, refs));
        }
    }

    private void follow(Optional<FilePath> path, DeviceName device, Repository.Refs told) throws IOException {
        var place = at(path);
        if (Repository.isAt(place)) {
            var repository = new Repository(place);
            var busy = repository.busy();
            if (busy.isPresent()) {
                undone(path, busy.get());
                return;
            }
            bring(repository, path, device, told);
        } else if (path.isPresent() && tools.root().look(path.get()).isPresent()) {
            undone(path, "it is no repository here; move it away, and it is made one");
        } else {
            make(path, device, told);
        }
    }

    /** Makes a repository that is not here yet, out of sight until it has all it is to have. */
    private void make(Optional<FilePath> path, DeviceName device, Repository.Refs told) throws IOException {
        if (path.isEmpty()) {
            var others = tools.root().path().toFile().list((directory, name) -> !name.equals(FilePath.OWN));
            if (others == null || others.length > 0) {
                undone(path, "the root is no repository here, and not empty");
                return;
            }
            bring(Repository.create(tools.root().path(), told.head()), path, device, told);
            return;
        }
        var staged = tools.stage().fresh();
        if (bring(Repository.create(staged, told.head()), path, device, told)) {
            tools.root().place(staged, path.get());
        }
    }

    /** Brings the refs of a device up to date; false when they cannot be had now. */
    private boolean bring(Repository repository, Optional<FilePath> path, DeviceName device, Repository.Refs told)
            throws IOException {
        var prefix = GitRecord.refs(device);
        var refs = new TreeMap<>(told.refs());
        if (!repository.followed(prefix).equals(refs)) {
            if (!holdsAll(repository, refs)) {
                var bundle = tools.stage().fresh();
                var why = fetch(repository, path, device, bundle);
                if (why.isPresent()) {
                    undone(path, why.get());
                    return false;
                }
                // It may have gone on since it told.
                refs.putAll(repository.receive(bundle, tools.stage().fresh()));
                refs.keySet().retainAll(told.refs().keySet());
            }
            if (!holdsAll(repository, refs)) {
                undone(path, device + " has not sent all of it");
                return false;
            }
            repository.follow(prefix, refs);
            repository.arrived();
            note(path, "git_fetched", device.value(), "to " + prefix);
        }
        forward(repository, path, device, told.head().map(refs::get), told.head());
        return true;
    }

    private static boolean holdsAll(Repository repository, Map<String, String> refs) throws IOException {
        for (String object : refs.values()) {
            if (!repository.holds(object)) {
                return false;
            }
        }
        return true;
    }

    private void forward(
            Repository repository,
            Optional<FilePath> path,
            DeviceName device,
            Optional<String> commit,
            Optional<String> branch)
            throws IOException {
        if (tools.policy() != GitPolicy.FAST_FORWARD || commit.isEmpty()) {
            return;
        }
        var before = repository.refs().refs().get(branch.orElseThrow());
        var why = repository.fastForward(branch.get(), commit.get());
        if (why.isPresent()) {
            undone(path, "not taken on to what " + device + " has: " + why.get());
        } else if (!Optional.ofNullable(before)
                .equals(Optional.ofNullable(repository.refs().refs().get(branch.get())))) {
            note(path, "git_forwarded", device.value(), branch.get());
        }
    }

    /** Gets a bundle from the device itself: nobody else says what its branches are. Answers why not. */
    private Optional<String> fetch(Repository repository, Optional<FilePath> path, DeviceName device, Path bundle)
            throws IOException {
        for (Source source : tools.records().sources()) {
            if (source.name().equals(device)) {
                try {
                    return tools.clients().open(source).bundle(path, repository.has(), bundle);
                } catch (IOException e) {
                    tools.clients().drop(source);
                    return Optional.of(device + ": " + e.getMessage());
                }
            }
        }
        return Optional.of(device + " cannot be reached");
    }

    private Path at(Optional<FilePath> path) {
        return path.map(tools.root()::at).orElse(tools.root().path());
    }

    private void undone(Optional<FilePath> path, String why) {
        undone.add(new Undone(shown(path), "repository: " + why));
    }

    private void note(Optional<FilePath> path, String what, String device, String why) {
        notes.add(new Note(tools.clock().instant(), shown(path).value(), what, device, why, Optional.empty()));
    }

    private static FilePath shown(Optional<FilePath> path) {
        return path.orElse(new FilePath(".git"));
    }
}

package dev.till.node.files.scan;

import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.profile.GitPolicy;
import dev.till.protocol.file.profile.Profile;
import dev.till.protocol.id.CodePointOrder;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Everything below a root that its profile includes, in the order of paths. Holds one directory of each level in memory, and
 * follows no links.
 */
public final class Tree {
    /** Of what is left out for its name or kind so much is told. */
    private static final int MOST_PROBLEMS = 1000;

    private final Path root;
    private final Profile profile;
    private final Deque<Iterator<Pending>> open = new ArrayDeque<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Optional<FilePath>> repositories = new ArrayList<>();

    private Tree(Path root, Profile profile) {
        this.root = root;
        this.profile = profile;
    }

    /** Something at a path. */
    public record Seen(FilePath path, Stat stat) {}

    /** Something that cannot be kept in step, and why. */
    public record Problem(String path, String why) {}

    /** What is still to be told of: a thing itself or, under the name with a slash, what lies in it. */
    private record Pending(String order, FilePath path, Stat stat, boolean inside) {}

    /** Begins at the root; throws when that cannot be read. */
    public static Tree below(Path root, Profile profile) throws IOException {
        var tree = new Tree(root, profile);
        if (tree.isRepository(root)) {
            tree.repositories.add(Optional.empty());
            return tree;
        }
        tree.open.push(tree.read(root, Optional.empty()).iterator());
        return tree;
    }

    /** The next thing; empty at the end. */
    public Optional<Seen> next() throws IOException {
        while (!open.isEmpty()) {
            if (!open.peek().hasNext()) {
                open.pop();
                continue;
            }
            var pending = open.peek().next();
            if (!pending.inside()) {
                return Optional.of(new Seen(pending.path(), pending.stat()));
            }
            try {
                open.push(read(root.resolve(pending.path().value()), Optional.of(pending.path()))
                        .iterator());
            } catch (NoSuchFileException gone) {
                // It went away since its directory was read; the next round sees that it did.
            } catch (IOException e) {
                throw new IOException(
                        "cannot read the directory " + pending.path() + " (" + e.getMessage()
                                + "); make it readable or leave it out with an ignore rule",
                        e);
            }
        }
        return Optional.empty();
    }

    /** What was left out so far because of its name or kind. */
    public List<Problem> problems() {
        return problems;
    }

    /** Where the git repositories are, of those seen so far, that travel as such; an empty path is the root. */
    public List<Optional<FilePath>> repositories() {
        return repositories;
    }

    private boolean isRepository(Path directory) {
        return profile.git() != GitPolicy.NEVER
                && Files.isDirectory(directory.resolve(".git"), LinkOption.NOFOLLOW_LINKS);
    }

    private List<Pending> read(Path directory, Optional<FilePath> at) throws IOException {
        var found = new ArrayList<Pending>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                add(found, entry, at);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        // A directory's content comes where its name with a slash does: so paths as a whole are in order.
        found.sort(Comparator.comparing(Pending::order, CodePointOrder.INSTANCE));
        return found;
    }

    private void add(List<Pending> found, Path entry, Optional<FilePath> at) throws IOException {
        var name = entry.getFileName().toString();
        var text = at.map(above -> above + "/" + name).orElse(name);
        if (text.equals(FilePath.OWN)) {
            return;
        }
        var refusal = FilePath.refusal(text);
        if (refusal.isPresent()) {
            problem(text, refusal.get());
            return;
        }
        var path = new FilePath(text);
        boolean included = profile.includes(path);
        if (!included && !profile.mayHold(path)) {
            return;
        }
        Stat stat;
        try {
            stat = Stat.of(entry);
        } catch (NoSuchFileException gone) {
            return;
        }
        if (stat.kind() == Stat.Kind.SPECIAL) {
            problem(text, "a device, socket or pipe; such are never kept in step");
            return;
        }
        if (stat.kind() == Stat.Kind.DIRECTORY && isRepository(entry)) {
            repositories.add(Optional.of(path));
            return;
        }
        if (included) {
            found.add(new Pending(name, path, stat, false));
        }
        if (stat.kind() == Stat.Kind.DIRECTORY) {
            found.add(new Pending(name + "/", path, stat, true));
        }
    }

    private void problem(String path, String why) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(path, why));
        }
    }
}

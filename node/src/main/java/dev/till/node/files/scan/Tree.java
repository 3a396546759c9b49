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
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Everything below a root that its profile includes, in the order of paths. Holds the names of one directory of each level in
 * memory, and follows no links.
 */
public final class Tree {
    /** Of what is left out for its name or kind so much is told. */
    private static final int MOST_PROBLEMS = 1000;

    private final Path root;
    private final Profile profile;
    private final String after;
    private final Deque<Level> open = new ArrayDeque<>();
    private final List<Problem> problems = new CopyOnWriteArrayList<>();
    private final List<Optional<FilePath>> repositories = new CopyOnWriteArrayList<>();

    private Tree(Path root, Profile profile, String after) {
        this.root = root;
        this.profile = profile;
        this.after = after;
    }

    /** Something at a path. */
    public record Seen(FilePath path, Stat stat) {}

    /** Something that cannot be kept in step, and why. */
    public record Problem(String path, String why) {}

    /** A directory that is being told of: its names in order, and those whose own content is still to come. */
    private static final class Level {
        private final String prefix;
        private final List<String> names;
        private int next;

        /** With the slash that parts them from what lies in them: so paths as a whole are in order. */
        private final PriorityQueue<String> inside = new PriorityQueue<>(CodePointOrder.INSTANCE);

        Level(String prefix, List<String> names) {
            this.prefix = prefix;
            this.names = names;
        }

        /** Whether what lies in a directory that was told of comes before the next name. */
        boolean isInsideNext() {
            return !inside.isEmpty()
                    && (next == names.size() || CodePointOrder.INSTANCE.compare(inside.peek(), names.get(next)) < 0);
        }
    }

    /** Begins at the root; throws when that cannot be read. */
    public static Tree below(Path root, Profile profile) throws IOException {
        return below(root, profile, "");
    }

    /** Tells only what comes after this path. */
    public static Tree below(Path root, Profile profile, String after) throws IOException {
        var tree = new Tree(root, profile, after);
        if (tree.isRepository(root)) {
            tree.repositories.add(Optional.empty());
            return tree;
        }
        tree.enter(root, "");
        return tree;
    }

    /** So many of the next things; fewer only at the end. What was left out may be asked for meanwhile. */
    public List<Seen> next(int most) throws IOException {
        var page = new ArrayList<Seen>(most);
        for (var seen = next(); seen.isPresent(); seen = next()) {
            page.add(seen.get());
            if (page.size() == most) {
                break;
            }
        }
        return page;
    }

    /** The next thing; empty at the end. */
    public Optional<Seen> next() throws IOException {
        while (!open.isEmpty()) {
            var level = open.peek();
            if (level.isInsideNext()) {
                enter(level.prefix + level.inside.remove());
            } else if (level.next < level.names.size()) {
                var name = level.names.get(level.next);
                level.next++;
                var seen = look(level, name);
                if (seen.isPresent()) {
                    return seen;
                }
            } else {
                open.pop();
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

    private void enter(String prefix) throws IOException {
        var directory = prefix.substring(0, prefix.length() - 1);
        try {
            enter(root.resolve(directory), prefix);
        } catch (NoSuchFileException gone) {
            // It went away since it was told of; the next round sees that it did.
        } catch (IOException e) {
            throw new IOException(
                    "cannot read the directory " + directory + " (" + e.getMessage()
                            + "); make it readable or leave it out with an ignore rule",
                    e);
        }
    }

    private void enter(Path directory, String prefix) throws IOException {
        var names = new ArrayList<String>();
        try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                names.add(entry.getFileName().toString());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort(CodePointOrder.INSTANCE);
        var level = new Level(prefix, names);
        open.push(level);
        if (CodePointOrder.INSTANCE.compare(prefix, after) < 0) {
            skip(level);
        }
    }

    /** Passes over what does not come after {@link #after}, but for directories with something in them that does. */
    private void skip(Level level) throws IOException {
        while (level.next < level.names.size()) {
            var path = level.prefix + level.names.get(level.next);
            if (CodePointOrder.INSTANCE.compare(path, after) > 0) {
                return;
            }
            var inside = path + "/";
            if (after.startsWith(inside) || CodePointOrder.INSTANCE.compare(inside, after) > 0) {
                look(level, level.names.get(level.next));
            }
            level.next++;
        }
    }

    /** What is there under a name, if it is to be told of; what lies in it comes later. */
    private Optional<Seen> look(Level level, String name) throws IOException {
        var text = level.prefix + name;
        if (text.equals(FilePath.OWN)) {
            return Optional.empty();
        }
        var refusal = FilePath.refusal(text);
        if (refusal.isPresent()) {
            problem(text, refusal.get());
            return Optional.empty();
        }
        var path = new FilePath(text);
        boolean included = profile.includes(path);
        if (!included && !profile.mayHold(path)) {
            return Optional.empty();
        }
        var entry = root.resolve(text);
        Stat stat;
        try {
            stat = Stat.of(entry);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
        if (stat.kind() == Stat.Kind.SPECIAL) {
            problem(text, "a device, socket or pipe; such are never kept in step");
            return Optional.empty();
        }
        if (stat.kind() == Stat.Kind.DIRECTORY) {
            if (isRepository(entry)) {
                repositories.add(Optional.of(path));
                return Optional.empty();
            }
            level.inside.add(name + "/");
        }
        return included ? Optional.of(new Seen(path, stat)) : Optional.empty();
    }

    private void problem(String path, String why) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(path, why));
        }
    }
}

package dev.till.node.files.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One repository with its worktree. What is in use is not touched, and nothing but git changes it. */
public final class Repository {
    private static final int MOST_REFS = 2000;

    /** What is there while somebody, or another git, is at work. */
    private static final List<String> BUSY = List.of(
            "index.lock",
            "HEAD.lock",
            "gc.pid",
            "shallow.lock",
            "packed-refs.lock",
            "rebase-merge",
            "rebase-apply",
            "MERGE_HEAD",
            "CHERRY_PICK_HEAD",
            "REVERT_HEAD",
            "BISECT_LOG");

    private final Path worktree;
    private final Git git;

    /** The repository of this worktree. */
    public Repository(Path worktree) {
        this.worktree = worktree;
        git = new Git(worktree);
    }

    /** Whether a directory is the worktree of a repository of its own. */
    public static boolean isAt(Path directory) {
        return Files.isDirectory(directory.resolve(".git"), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Which branches and tags there are.
     *
     * @param head the branch that is checked out; empty when none is
     * @param refs object names by full names of refs
     */
    public record Refs(Optional<String> head, SortedMap<String, String> refs) {}

    /** What stands in the way of using it now; empty when nothing does. */
    public Optional<String> busy() throws IOException {
        var own = worktree.resolve(".git");
        for (String name : BUSY) {
            if (Files.exists(own.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of("git is at work in it (.git/" + name + " is there)");
            }
        }
        var heads = own.resolve("refs/heads");
        if (Files.isDirectory(heads, LinkOption.NOFOLLOW_LINKS)) {
            try (var files = Files.walk(heads)) {
                return files.filter(file -> file.toString().endsWith(".lock"))
                        .findFirst()
                        .map(file -> "git is at work in it (.git/" + own.relativize(file) + " is there)");
            }
        }
        return Optional.empty();
    }

    /** Its own branches and tags; throws when there are too many to tell. */
    public Refs refs() throws IOException {
        return refs("refs/heads", "refs/tags");
    }

    private Refs refs(String... prefixes) throws IOException {
        var words = new ArrayList<>(List.of("for-each-ref", "--format=%(objectname) %(refname)"));
        words.addAll(List.of(prefixes));
        var refs = new TreeMap<String, String>();
        for (String line : git.must(words.toArray(String[]::new)).lines()) {
            refs.put(line.substring(line.indexOf(' ') + 1), line.substring(0, line.indexOf(' ')));
        }
        if (refs.size() > MOST_REFS) {
            throw new IOException("it has " + refs.size() + " branches and tags (expected: at most " + MOST_REFS + ")");
        }
        var head = git.run("symbolic-ref", "-q", "HEAD");
        return new Refs(head.isDone() ? Optional.of(head.text().strip()) : Optional.empty(), refs);
    }

    /** Object names of all refs that it has, those of other devices too. */
    List<String> has() throws IOException {
        return List.copyOf(refs("refs").refs().values()).stream().distinct().toList();
    }

    /** Whether this object, and all it is made of, is here. */
    boolean holds(String object) throws IOException {
        // Objects without a ref to them may lack what they are made of.
        var missing = git.run("rev-list", "-n", "1", object, "--not", "--all");
        return missing.isDone() && missing.text().isBlank();
    }

    /**
     * Writes a bundle of all branches and tags, without what {@code known} already reach; false when that leaves nothing.
     *
     * @param known object names; those that are not here are passed over
     */
    public boolean bundle(Path file, List<String> known) throws IOException {
        var without = new ArrayList<String>();
        for (String object : known) {
            if (GitRecord.isObject(object) && git.run("cat-file", "-e", object).isDone()) {
                without.add("^" + object);
            }
        }
        var news = new ArrayList<>(List.of("rev-list", "-n", "1", "--branches", "--tags"));
        news.addAll(without);
        if (git.must(news.toArray(String[]::new)).text().isBlank()) {
            return false;
        }
        var words = new ArrayList<>(List.of("bundle", "create", "-q", file.toString(), "--branches", "--tags"));
        words.addAll(without);
        git.must(words.toArray(String[]::new));
        return true;
    }

    /** Whether nothing differs from what is checked out, files that git does not know aside from those it ignores. */
    private boolean isClean() throws IOException {
        return git.must("status", "--porcelain", "--", ".", ":(exclude).till")
                .text()
                .isBlank();
    }

    /** Goes on to this commit; answers why not, when that is not simply going on from where a clean worktree is. */
    Optional<String> fastForward(String branch, String commit) throws IOException {
        var own = refs();
        if (!own.head().equals(Optional.of(branch))) {
            return Optional.of("another branch than " + branch + " is checked out");
        }
        if (!isClean()) {
            return Optional.of("its worktree has changes that are not committed");
        }
        var here = own.refs().get(branch);
        if (commit.equals(here)) {
            return Optional.empty();
        }
        if (here != null
                && !git.run("merge-base", "--is-ancestor", here, commit).isDone()) {
            boolean ahead = git.run("merge-base", "--is-ancestor", commit, here).isDone();
            return ahead ? Optional.empty() : Optional.of("its branch " + branch + " has gone another way");
        }
        var answer = git.run("merge", "--ff-only", "-q", commit);
        return answer.isDone() ? Optional.empty() : Optional.of(answer.text().strip());
    }

    /** Makes the refs below {@code prefix} those of another device; all that they name is here. */
    void follow(String prefix, SortedMap<String, String> refs) throws IOException {
        for (String old : refs(prefix).refs().keySet()) {
            if (!refs.containsKey("refs/" + old.substring(prefix.length() + 1))) {
                git.must("update-ref", "-d", old);
            }
        }
        for (var each : refs.entrySet()) {
            var name = prefix + "/" + each.getKey().substring("refs/".length());
            git.must("update-ref", name, each.getValue());
        }
    }

    /** The refs below {@code prefix}, by the names they have at their device. */
    SortedMap<String, String> followed(String prefix) throws IOException {
        var followed = new TreeMap<String, String>();
        refs(prefix)
                .refs()
                .forEach((name, object) -> followed.put("refs/" + name.substring(prefix.length() + 1), object));
        return followed;
    }

    /** Makes an empty one. */
    static Repository create(Path worktree, Optional<String> head) throws IOException {
        Files.createDirectories(worktree);
        var repository = new Repository(worktree);
        repository.git.must("init", "-q");
        if (head.isPresent()) {
            repository.git.must("symbolic-ref", "HEAD", head.get());
        }
        return repository;
    }

    /**
     * Brings the objects of a bundle in, by way of a quarantine where git looks through them first. Nothing of it counts
     * before all of it was found sound.
     *
     * @param quarantine a directory that is not there yet; the caller removes it
     * @return the branches and tags that the bundle has
     */
    SortedMap<String, String> receive(Path bundle, Path quarantine) throws IOException {
        git.must("bundle", "verify", "-q", bundle.toString());
        Files.createDirectories(quarantine);
        var inside = new Git(quarantine);
        inside.must("init", "-q", "--bare");
        var objects = git.must("rev-parse", "--path-format=absolute", "--git-path", "objects")
                .text()
                .strip();
        Files.writeString(quarantine.resolve("objects/info/alternates"), objects + "\n");
        inside.must(
                "fetch",
                "-q",
                "--no-tags",
                bundle.toString(),
                "+refs/heads/*:refs/heads/*",
                "+refs/tags/*:refs/tags/*");
        inside.must("fsck", "--no-full", "--no-dangling", "--no-progress");
        var refs = new TreeMap<String, String>();
        for (String line :
                inside.must("for-each-ref", "--format=%(objectname) %(refname)").lines()) {
            refs.put(line.substring(line.indexOf(' ') + 1), line.substring(0, line.indexOf(' ')));
        }
        git.must(
                "fetch",
                "-q",
                "--no-tags",
                "--no-write-fetch-head",
                quarantine.toString(),
                "+refs/heads/*:refs/till/arriving/heads/*",
                "+refs/tags/*:refs/till/arriving/tags/*");
        return refs;
    }

    /** Forgets what {@link #receive} held on to, once refs of their own hold it. */
    void arrived() throws IOException {
        for (String ref : refs("refs/till/arriving").refs().keySet()) {
            git.must("update-ref", "-d", ref);
        }
    }
}

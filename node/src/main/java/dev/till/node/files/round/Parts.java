package dev.till.node.files.round;

import dev.till.protocol.file.FilePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * What is to be done about these paths. Of many, one part is compared while the one before it is applied, and what deletes
 * something comes last and all together, so that it is judged as a whole. For one thread at a time.
 */
public final class Parts implements Findings, Closeable {
    private static final int PART = 512;

    private final List<FilePath> paths;
    private final Compare compare;
    private final Judge judge;
    private final Workers ahead = new Workers("till-files-compare", 1);
    private final List<Finding> deletions = new ArrayList<>();
    private final List<FilePath> busy = new ArrayList<>();
    private Optional<Future<Plan>> coming = Optional.empty();
    private Optional<IOException> refusal = Optional.empty();
    private long conflicts;
    private long found;
    private int begun;

    /** Compares some paths. */
    public interface Compare {
        Plan of(List<FilePath> paths) throws IOException;
    }

    /** Throws when these are not to be done. */
    public interface Judge {
        void of(List<Finding> findings) throws IOException;
    }

    /**
     * Compares these.
     *
     * @param judge is asked once, and about all that deletes something
     */
    public Parts(Collection<FilePath> paths, Compare compare, Judge judge) {
        this.paths = paths.stream().sorted().toList();
        this.compare = compare;
        this.judge = judge;
    }

    /** Whether more than one part comes of these. */
    public static boolean areMany(Collection<FilePath> paths) {
        return paths.size() > PART;
    }

    @Override
    public List<Finding> next() throws IOException {
        while (coming.isPresent() || begun < paths.size()) {
            var awaited = coming;
            coming = Optional.empty();
            var plan = awaited.isPresent() ? Readers.result(awaited.get()) : compare.of(following());
            found += plan.findings().size();
            if (found >= Comparison.MOST_FINDINGS) {
                // All of it is held until the end of the round; a whole round finds the rest.
                begun = paths.size();
            }
            coming = begun < paths.size() ? Optional.of(begin(following())) : Optional.empty();
            conflicts += plan.conflicts();
            busy.addAll(plan.busy());
            var others = new ArrayList<Finding>();
            for (Finding finding : plan.findings()) {
                (finding.deletes() ? deletions : others).add(finding);
            }
            if (isOne()) {
                // Few enough to be judged before any of it is done.
                others.addAll(judged());
                requireAllowed();
            }
            if (!others.isEmpty()) {
                return others;
            }
        }
        return judged();
    }

    /** Whether the first part is all there is. */
    public boolean isOne() {
        return !areMany(paths);
    }

    private List<FilePath> following() {
        int from = begun;
        begun = Math.min(paths.size(), from + PART);
        return paths.subList(from, begun);
    }

    private Future<Plan> begin(List<FilePath> part) {
        return ahead.get().submit(() -> compare.of(part));
    }

    /** What deletes something, if that is allowed. */
    private List<Finding> judged() {
        var all = List.copyOf(deletions);
        deletions.clear();
        if (all.isEmpty()) {
            return all;
        }
        try {
            judge.of(all);
            return all;
        } catch (IOException e) {
            refusal = Optional.of(e);
            return List.of();
        }
    }

    /** Throws what was said against the deletions, which are left out then; what deletes nothing is not kept from being done. */
    public void requireAllowed() throws IOException {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** How many paths of those compared so far wait for somebody to decide. */
    public long conflicts() {
        return conflicts;
    }

    /** Those that changed while they were read, to be looked at again. */
    public List<FilePath> busy() {
        return List.copyOf(busy);
    }

    /** What is being compared is waited for: it uses what its caller closes. */
    @Override
    public void close() throws IOException {
        try (ahead) {
            if (coming.isPresent()) {
                Readers.result(coming.get());
            }
        }
    }
}

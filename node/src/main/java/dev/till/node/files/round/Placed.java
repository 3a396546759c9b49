package dev.till.node.files.round;

import dev.till.node.files.scan.Stat;
import dev.till.node.files.state.Agreed.Change;
import dev.till.protocol.file.FilePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What rounds put in place last, and how it looked then. The operating system tells of that as of any other change, and who
 * asks here need not compare each of many thousand files once more right after it came.
 */
public final class Placed {
    private static final int MOST = 16_384;

    private final LinkedHashMap<FilePath, Stat> looks = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FilePath, Stat> eldest) {
            return size() > MOST;
        }
    };

    /** These were put in place, and written down as agreed. */
    synchronized void note(List<Change> changes) {
        for (Change change : changes) {
            change.stat().ifPresentOrElse(stat -> looks.put(change.path(), stat), () -> looks.remove(change.path()));
        }
    }

    /** These were found otherwise, and told of: what a round put there is not what was agreed any more. */
    synchronized void forget(List<Change> changes) {
        changes.forEach(change -> looks.remove(change.path()));
    }

    /** Whether the last that was put there, if it is remembered, looks {@code now} as it did then. */
    public synchronized boolean isStill(FilePath path, Optional<Stat> now) {
        var then = looks.get(path);
        return then != null
                && now.filter(stat -> stat.isStill(then) || isSameDirectory(stat, then))
                        .isPresent();
    }

    /** What comes into a directory, or goes, is told of by itself; of the directory only its permissions count. */
    private static boolean isSameDirectory(Stat now, Stat then) {
        return now.kind() == Stat.Kind.DIRECTORY
                && then.kind() == Stat.Kind.DIRECTORY
                && now.mode() == then.mode()
                && now.inode() == then.inode();
    }
}

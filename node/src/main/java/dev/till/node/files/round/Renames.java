package dev.till.node.files.round;

import dev.till.protocol.file.ContentHash;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.Item;
import dev.till.protocol.file.sync.Step;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Which of a plan's deletions and new files belong together: one content that went from one path to another. */
final class Renames {
    private Renames() {}

    /** Where what is new at a path was before. Of several that could be meant each is taken once. */
    static Map<FilePath, FilePath> of(List<Finding> findings) {
        var gone = new HashMap<ContentHash, Queue<FilePath>>();
        for (Finding finding : findings) {
            lost(finding)
                    .ifPresent(hash -> gone.computeIfAbsent(hash, any -> new ArrayDeque<>())
                            .add(finding.path()));
        }
        var renames = new HashMap<FilePath, FilePath>();
        for (Finding finding : findings) {
            var from = gained(finding).map(gone::get).map(Queue::poll);
            from.ifPresent(path -> renames.put(finding.path(), path));
        }
        return renames;
    }

    /** The content that a deletion takes away, here or elsewhere. */
    private static Optional<ContentHash> lost(Finding finding) {
        return finding.deletes()
                ? finding.row().flatMap(row -> hash(row.version().item()))
                : Optional.empty();
    }

    /** The content that is new at a path where there was none. */
    private static Optional<ContentHash> gained(Finding finding) {
        boolean wasThere =
                finding.row().filter(row -> !row.version().item().isAbsent()).isPresent();
        if (wasThere) {
            return Optional.empty();
        }
        if (finding.step() instanceof Step.Take take) {
            return hash(take.theirs().item());
        }
        return finding.step() instanceof Step.Offer ? hash(finding.mine()) : Optional.empty();
    }

    private static Optional<ContentHash> hash(Item item) {
        return item instanceof Item.Regular file && file.size() > 0 ? Optional.of(file.hash()) : Optional.empty();
    }
}

package dev.till.node.files;

import dev.till.node.files.round.Applying.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What came of a round.
 *
 * @param conflicts how many paths wait for somebody to decide
 * @param received how many bytes of contents came
 * @param log where it was written down; empty when there was nothing to write
 */
record Round(Outcome outcome, long conflicts, long received, Optional<Path> log) {
    private static final int MOST_UNDONE = 50_000;
    private static final int MOST_NOTES = 20_000;

    Round(Outcome outcome, long conflicts, long received) {
        this(outcome, conflicts, received, Optional.empty());
    }

    /** The same, written down there. */
    Round at(Optional<Path> file) {
        return new Round(outcome, conflicts, received, file);
    }

    /** The same, with so many paths that wait for somebody to decide. */
    Round withConflicts(long waiting) {
        return new Round(outcome, waiting, received, log);
    }

    /** With what came of the part after it. */
    Round and(Round next) {
        return new Round(
                new Outcome(
                        outcome.done() + next.outcome().done(),
                        joined(outcome.undone(), next.outcome().undone(), MOST_UNDONE),
                        joined(outcome.notes(), next.outcome().notes(), MOST_NOTES)),
                conflicts + next.conflicts(),
                received + next.received(),
                log);
    }

    /** One after the other, and no more than so many of the second. */
    private static <T> List<T> joined(List<T> first, List<T> second, int most) {
        var all = new ArrayList<>(first);
        all.addAll(second.subList(0, Math.min(second.size(), Math.max(0, most - first.size()))));
        return all;
    }
}

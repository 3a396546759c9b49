package dev.till.node.files;

import dev.till.node.files.round.Applying.Outcome;
import java.util.ArrayList;

/**
 * What came of a round.
 *
 * @param conflicts how many paths wait for somebody to decide
 * @param received how many bytes of contents came
 */
record Round(Outcome outcome, long conflicts, long received) {
    private static final int MOST_UNDONE = 50_000;

    /** With what came of the part after it. */
    Round and(Round next) {
        var undone = new ArrayList<>(outcome.undone());
        next.outcome().undone().stream()
                .limit(Math.max(0, MOST_UNDONE - undone.size()))
                .forEach(undone::add);
        return new Round(
                new Outcome(
                        outcome.done() + next.outcome().done(),
                        undone,
                        next.outcome().notes()),
                conflicts,
                received + next.received());
    }
}

package dev.till.testkit.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What one episode came to.
 *
 * @param acknowledged how many writes were, on all nodes
 * @param refused how many were not
 * @param slowestMillis how long the slowest acknowledgement of a node took that nothing was wrong with
 * @param convergence how long it took afterwards
 * @param recreated how many cluster systems were made anew
 * @param peakMib the most memory that any node ever had
 * @param broken what was promised and not kept, a line each
 */
record Result(
        Episode episode,
        long acknowledged,
        long refused,
        long lost,
        long slowestMillis,
        Convergence convergence,
        long recreated,
        double peakMib,
        List<String> broken) {

    Result {
        broken = List.copyOf(broken);
    }

    /** The same, with more that was not kept. */
    Result and(List<String> more) {
        var all = new ArrayList<>(broken);
        all.addAll(more);
        return new Result(episode, acknowledged, refused, lost, slowestMillis, convergence, recreated, peakMib, all);
    }
}

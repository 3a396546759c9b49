package dev.till.node.files.round;

import dev.till.node.files.scan.Tree.Problem;
import dev.till.protocol.file.FilePath;
import dev.till.protocol.file.sync.Tally;
import java.util.List;
import java.util.Optional;

/**
 * What a round would do.
 *
 * @param findings all that something follows from, in the order of paths; bounded
 * @param conflicts how many paths wait for somebody to decide
 * @param brakes why to stop; none when all is well
 * @param problems what is left out though no rule says so
 * @param busy paths that changed while they were read, to be looked at again
 * @param repositories where git repositories are that travel as such; an empty path is the root
 * @param more whether there is more than was collected, for the round after this
 */
public record Plan(
        List<Finding> findings,
        long conflicts,
        List<String> brakes,
        List<Problem> problems,
        List<FilePath> busy,
        Tally tally,
        boolean more,
        List<Optional<FilePath>> repositories) {
    public Plan {
        findings = List.copyOf(findings);
        brakes = List.copyOf(brakes);
        problems = List.copyOf(problems);
        busy = List.copyOf(busy);
        repositories = List.copyOf(repositories);
    }

    /** The same, with these reasons to stop. */
    public Plan withBrakes(List<String> reasons) {
        return new Plan(findings, conflicts, reasons, problems, busy, tally, more, repositories);
    }

    /** What people are told of: all but bookkeeping. */
    public List<Finding> actions() {
        return findings.stream().filter(Finding::isAction).toList();
    }
}

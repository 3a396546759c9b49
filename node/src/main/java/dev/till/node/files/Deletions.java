package dev.till.node.files;

import dev.till.node.files.round.Finding;
import dev.till.protocol.file.sync.Tally;
import java.util.List;

/**
 * What was deleted one by one, since all of a folder was last looked at.
 *
 * @param here what is gone here and was told to the others
 * @param there what the others have deleted
 */
record Deletions(long here, long there) {
    static final Deletions NONE = new Deletions(0, 0);

    static Deletions of(List<Finding> actions) {
        return new Deletions(count(actions, "send-deletion"), count(actions, "delete"));
    }

    private static long count(List<Finding> actions, String kind) {
        return actions.stream().filter(finding -> finding.action().equals(kind)).count();
    }

    boolean isNone() {
        return here == 0 && there == 0;
    }

    Deletions and(Deletions more) {
        return new Deletions(here + more.here, there + more.there);
    }

    /** Why to stop, of a folder that had so many files. */
    List<String> brakes(long files) {
        return new Tally(files, 1, here, there, 0).brakes();
    }
}

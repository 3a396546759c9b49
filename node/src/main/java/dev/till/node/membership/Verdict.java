package dev.till.node.membership;

import java.util.Optional;

/** What to do about a node that was met: the whole protocol by which clusters of one fleet become one. */
enum Verdict {
    /** Nothing: a stranger, one of ours, or one that will come to us. */
    IGNORE,
    /** We are in no cluster and they are in one: join it. */
    JOIN,
    /** Neither is in a cluster and theirs would be the older: let them found it. */
    WAIT,
    /** Their cluster is older than ours: end this incarnation and join them with the next. */
    DISSOLVE,
    /** One cluster by name, but each disowns the other, and the tie goes against us: start anew if it stays so. */
    SPLIT;

    /**
     * Judges without side effects; both sides computing this never both yield.
     *
     * @param toward when we dissolved for an older cluster: nothing younger is worth joining
     */
    static Verdict on(Standing mine, Standing theirs, Optional<Birth> toward) {
        if (!mine.fleet().equals(theirs.fleet()) || mine.device().equals(theirs.device())) {
            return IGNORE;
        }
        if (!mine.joined()) {
            return whileSeeking(mine, theirs, toward);
        }
        // From here on we are in a cluster.
        if (!theirs.joined()) {
            return IGNORE;
        }
        if (theirs.birth().isOlderThan(mine.birth())) {
            return DISSOLVE;
        }
        if (mine.birth().isOlderThan(theirs.birth()) || (mine.counts(theirs) && theirs.counts(mine))) {
            return IGNORE;
        }
        return yields(mine, theirs) ? SPLIT : IGNORE;
    }

    private static Verdict whileSeeking(Standing mine, Standing theirs, Optional<Birth> toward) {
        if (theirs.joined()) {
            return toward.filter(older -> older.isOlderThan(theirs.birth())).isPresent() ? IGNORE : JOIN;
        }
        return theirs.birth().isOlderThan(mine.birth()) ? WAIT : IGNORE;
    }

    /** Whether the two are in no cluster, and they leave it to us to found one. */
    static boolean waitsFor(Standing mine, Standing theirs) {
        return mine.fleet().equals(theirs.fleet())
                && !mine.device().equals(theirs.device())
                && !theirs.joined()
                && mine.birth().isOlderThan(theirs.birth());
    }

    /**
     * Whether to end this incarnation because another member says that the cluster has removed it. Of two that removed one
     * another, the one that a split would go against does.
     *
     * @param both whether this node's part of the cluster has removed the other as well
     */
    static boolean endsRemoved(Standing mine, Standing theirs, boolean both) {
        return mine.joined()
                && theirs.joined()
                && mine.fleet().equals(theirs.fleet())
                && !mine.device().equals(theirs.device())
                && mine.birth().equals(theirs.birth())
                && (!both || yields(mine, theirs));
    }

    /** Who reaches fewer yields: a sleeper that wakes still lists everybody, but reaches nobody. */
    private static boolean yields(Standing mine, Standing theirs) {
        int byReach = Integer.compare(mine.reach(), theirs.reach());
        return byReach != 0 ? byReach < 0 : mine.smallestSeat().compareTo(theirs.smallestSeat()) > 0;
    }
}

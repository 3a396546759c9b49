package dev.till.node.membership;

import java.time.Duration;
import java.util.Optional;

/**
 * How long one search for a cluster goes on before this node founds one. Who listens and does not answer may only be slow, as
 * when all start at once, and two clusters take longer to become one than one takes to begin.
 */
final class Patience {
    /** How often a long search goes on while that is worth it. */
    static final int EXTENSIONS = 6;

    private final Duration seekFor;
    private final Duration joinFor;
    private boolean isLong;
    private int extensions;

    /**
     * @param seekFor how long to look while nobody is known to listen, and by how much a long search is extended
     * @param joinFor how much longer who listens is given to answer
     * @param isLong whether this node gave up a cluster for an older one, and waits longer for that before it founds yet another
     */
    Patience(Duration seekFor, Duration joinFor, boolean isLong) {
        this.seekFor = seekFor;
        this.joinFor = joinFor;
        this.isLong = isLong;
    }

    /** How long to wait at first. */
    Duration first() {
        return isLong ? joinFor : seekFor;
    }

    /** How much longer to wait once that is over; empty when it has been enough. */
    Optional<Duration> more(Encounters encounters) {
        if (!isLong && encounters.isAwaiting()) {
            isLong = true;
            return Optional.of(joinFor);
        }
        return encounters.isWorthWaiting() && extensions++ < EXTENSIONS ? Optional.of(seekFor) : Optional.empty();
    }
}

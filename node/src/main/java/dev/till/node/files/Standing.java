package dev.till.node.files;

import java.time.Instant;
import java.util.Optional;

/**
 * How a folder stood after its last round.
 *
 * @param at when that ended
 * @param scan when all of it was last looked at
 * @param conflicts how many paths waited for a decision then, or in a later round for some of them
 * @param waiting how many paths are to be tried again
 * @param trouble why it was left as it is, or failed
 */
record Standing(Optional<Instant> at, Optional<Instant> scan, long conflicts, long waiting, Optional<String> trouble) {
    /** Nothing has been done since the node started. */
    static final Standing UNKNOWN = new Standing(Optional.empty(), Optional.empty(), 0, 0, Optional.empty());

    /**
     * After a round for some of its paths.
     *
     * @param stopped what a brake stopped that nobody has decided about, whatever else has been done since
     */
    Standing after(Instant now, Round round, Optional<String> stopped) {
        return new Standing(
                Optional.of(now),
                scan,
                Math.max(conflicts, round.conflicts()),
                round.outcome().undone().size(),
                stopped);
    }

    /** All of it has been looked at. */
    Standing looked(Instant now, long found) {
        return new Standing(at, Optional.of(now), found, waiting, trouble);
    }

    /** After a round that was refused, or failed. */
    Standing failed(Instant now, Exception why) {
        return new Standing(Optional.of(now), scan, conflicts, waiting, Optional.of(String.valueOf(why.getMessage())));
    }
}

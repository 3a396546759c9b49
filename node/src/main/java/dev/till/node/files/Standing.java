package dev.till.node.files;

import java.time.Instant;
import java.util.Optional;

/**
 * How a folder stood after its last round.
 *
 * @param at when that ended
 * @param conflicts how many paths waited for a decision when all of it was last looked at
 * @param waiting how many paths are to be tried again
 * @param trouble why it was left as it is, or failed
 */
record Standing(Optional<Instant> at, long conflicts, long waiting, Optional<String> trouble) {
    /** Nothing has been done since the node started. */
    static final Standing UNKNOWN = new Standing(Optional.empty(), 0, 0, Optional.empty());
}

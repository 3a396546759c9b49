package dev.till.node.membership;

import dev.till.node.message.Endpoint;
import java.util.Optional;

/**
 * Another process that runs under this device's key.
 *
 * @param endpoint where it was met
 * @param yield whether it is this process that came later, and has to give way
 * @param knows whether the other one has heard of this one, for it answers it
 */
public record Twin(Endpoint endpoint, boolean yield, boolean knows) {

    /** What it means to have met {@code theirs}; empty when that is another device, or this process itself. */
    static Optional<Twin> met(Standing mine, Standing theirs, boolean knows) {
        return theirs.isTwinOf(mine)
                ? Optional.of(new Twin(theirs.seat().endpoint(), mine.life().compareTo(theirs.life()) > 0, knows))
                : Optional.empty();
    }
}

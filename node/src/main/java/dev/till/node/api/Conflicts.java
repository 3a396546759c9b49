package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.node.register.Policies;
import dev.till.node.socket.Refusal;
import java.util.List;
import java.util.Optional;

/** Which registers somebody has to decide on, by the policies as they are at the moment of asking. */
record Conflicts(Policies policies) {
    private static final int MOST_POLICIES = 1000;

    static Conflicts read(Actors actors) throws Refusal {
        return new Conflicts(Policies.of(actors.page(Policies.ENTITY.value(), Optional.empty(), MOST_POLICIES)
                .entries()));
    }

    /** The prefixes to look under. */
    List<String> prefixes() {
        return policies.siblingPrefixes();
    }

    /** Whether {@code entry} holds concurrent values that are to be kept until somebody chooses. */
    boolean holds(Entry entry) {
        return entry.register().isConflict()
                && policies.keepsSiblings(entry.key().entity());
    }
}

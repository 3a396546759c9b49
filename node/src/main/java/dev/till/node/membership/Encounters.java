package dev.till.node.membership;

import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one incarnation remembers of the nodes it has met, and what follows from each meeting. */
final class Encounters {
    /** More nodes than a fleet is made for; past it memory is dropped and built up anew. */
    private static final int LIMIT = 1024;

    private final Optional<Birth> toward;
    private final Duration splitFor;
    private final Set<Endpoint> awaited = new HashSet<>();
    private final Map<Seat, Instant> disowned = new HashMap<>();

    private boolean looked;

    /**
     * @param toward the older cluster that this incarnation was begun for
     * @param splitFor how long to bear a split before yielding
     */
    Encounters(Optional<Birth> toward, Duration splitFor) {
        this.toward = toward;
        this.splitFor = splitFor;
    }

    /** Forgets whom it waits for. */
    void startOver() {
        looked = false;
        awaited.clear();
    }

    /** Somebody listens there: an answer may come. */
    void greeted(Endpoint endpoint) {
        if (awaited.size() < LIMIT) {
            awaited.add(endpoint);
        }
    }

    /** Every hint there was has been followed once. */
    void lookedAround() {
        looked = true;
    }

    /** Who has not answered, or answered that it may found the cluster to join. */
    Set<Endpoint> awaited() {
        return Set.copyOf(awaited);
    }

    /** Whether there is nobody left to wait for. Who gave up a cluster for an older one waits for that one to the end. */
    boolean isAlone() {
        return looked && awaited.isEmpty() && toward.isEmpty();
    }

    /** Whether to join the cluster of a node met while in none. */
    boolean joins(Standing mine, Standing theirs) {
        var verdict = Verdict.on(mine, theirs, toward);
        if (verdict == Verdict.WAIT) {
            greeted(theirs.seat().endpoint());
        } else {
            awaited.remove(theirs.seat().endpoint());
        }
        return verdict == Verdict.JOIN;
    }

    /** Why to leave one's cluster for that of a node met; empty to stay. */
    Optional<String> yieldsTo(Standing mine, Standing theirs, Instant now) {
        var verdict = Verdict.on(mine, theirs, Optional.empty());
        if (verdict == Verdict.DISSOLVE) {
            return Optional.of("met an older cluster");
        }
        if (verdict != Verdict.SPLIT) {
            disowned.remove(theirs.seat());
            return Optional.empty();
        }
        if (disowned.size() >= LIMIT) {
            disowned.clear();
        }
        var since = disowned.computeIfAbsent(theirs.seat(), first -> now);
        return since.plus(splitFor).isAfter(now)
                ? Optional.empty()
                : Optional.of("the greater part of the cluster went on without this node");
    }
}

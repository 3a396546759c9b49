package dev.till.node.membership;

import dev.till.node.membership.Standing.Seat;
import dev.till.node.message.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one incarnation remembers of the nodes it has met, and what follows from each meeting. */
final class Encounters {
    /** More nodes than a fleet is made for; past it memory is dropped and built up anew. */
    private static final int LIMIT = 1024;

    /** How much sooner a split is believed when it is known that the other part has removed members of this one. */
    private static final int SOONER = 4;

    private final Optional<Birth> toward;
    private final Duration splitFor;
    private final Map<Endpoint, Turn> awaited = new HashMap<>();
    private final Set<Endpoint> waiting = new HashSet<>();
    private final Map<Seat, Instant> disowned = new HashMap<>();
    private final Set<Seat> parted = new HashSet<>();

    private boolean looked;
    private boolean heardOfSomebody;

    /** When somebody is greeted again: after one round, then two, four, and so on up to {@value #LONGEST}. */
    private static final class Turn {
        static final int LONGEST = 8;

        /** Longer than an answer to the rarest of greetings takes. */
        static final int STALE = 2 * LONGEST;

        private int pause = 1;
        private int left = 1;
        private int heardAgo = STALE;

        boolean isDue() {
            heardAgo++;
            if (--left > 0) {
                return false;
            }
            pause = Math.min(2 * pause, LONGEST);
            left = pause;
            return true;
        }
    }

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
        heardOfSomebody = false;
        awaited.clear();
        waiting.clear();
    }

    /** Somebody listens there: an answer may come. Who has said that it waits for us is not waited for. */
    void greeted(Endpoint endpoint) {
        if (awaited.size() < LIMIT && !waiting.contains(endpoint)) {
            awaited.putIfAbsent(endpoint, new Turn());
        }
    }

    /** Every hint there was has been followed once. */
    void lookedAround() {
        looked = true;
    }

    /**
     * A round later: whom to greet now of those who have not answered, or answered that they may found the cluster to join.
     * More and more seldom, for what is said before a connection stands arrives all at once when it does, and who
     * founds a cluster tells whoever waits for it.
     */
    List<Endpoint> greetAgain() {
        return awaited.entrySet().stream()
                .filter(entry -> entry.getValue().isDue())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether somebody may answer yet. */
    boolean isAwaiting() {
        return !awaited.isEmpty();
    }

    /**
     * Whether to wait even for those who have kept silent for long: somebody who will found the cluster to join says so still,
     * or it is this node, busy or cut off, that has heard of nobody.
     */
    boolean isWorthWaiting() {
        return isAwaiting()
                && (!heardOfSomebody || awaited.values().stream().anyMatch(turn -> turn.heardAgo < Turn.STALE));
    }

    /** Who was met while in no cluster either, waits for this node to be in one, and is none of these members. */
    List<Endpoint> waitingBeside(Set<Endpoint> members) {
        return waiting.stream().filter(endpoint -> !members.contains(endpoint)).toList();
    }

    /** Whether there is nobody left to wait for. Who gave up a cluster for an older one waits for that one to the end. */
    boolean isAlone() {
        return looked && awaited.isEmpty() && toward.isEmpty();
    }

    /** Whether to join the cluster of a node met while in none. */
    boolean joins(Standing mine, Standing theirs) {
        var verdict = Verdict.on(mine, theirs, toward);
        var endpoint = theirs.seat().endpoint();
        heardOfSomebody = true;
        if (verdict == Verdict.WAIT) {
            waiting.remove(endpoint);
            greeted(endpoint);
            Optional.ofNullable(awaited.get(endpoint)).ifPresent(turn -> turn.heardAgo = 0);
        } else {
            awaited.remove(endpoint);
        }
        note(mine, theirs);
        return verdict == Verdict.JOIN;
    }

    /** Remembers whom to tell when this node is in a cluster. */
    void note(Standing mine, Standing theirs) {
        if (Verdict.waitsFor(mine, theirs) && waiting.size() < LIMIT) {
            waiting.add(theirs.seat().endpoint());
        }
    }

    /** Why to leave one's cluster for that of a node met; empty to stay. */
    Optional<String> yieldsTo(Standing mine, Standing theirs, Instant now) {
        var verdict = Verdict.on(mine, theirs, Optional.empty());
        if (verdict == Verdict.DISSOLVE) {
            return Optional.of("met an older cluster");
        }
        if (verdict != Verdict.SPLIT) {
            disowned.remove(theirs.seat());
            parted.remove(theirs.seat());
            return Optional.empty();
        }
        if (disowned.size() >= LIMIT) {
            disowned.clear();
        }
        var since = disowned.computeIfAbsent(theirs.seat(), first -> now);
        var patience = parted.contains(theirs.seat()) ? splitFor.dividedBy(SOONER) : splitFor;
        return since.plus(patience).isAfter(now)
                ? Optional.empty()
                : Optional.of("the greater part of the cluster went on without this node");
    }

    /**
     * The cluster of that node has removed a member of this one's. That alone may be news which is still on its way; with each
     * disowning the other, it will not become one cluster again.
     */
    void parted(Seat theirs) {
        if (parted.size() >= LIMIT) {
            parted.clear();
        }
        parted.add(theirs);
    }

    /** Whom to ask now and then whether the split stays; only for as long as it may take to find out. */
    List<Endpoint> disputed(Instant now) {
        return disowned.entrySet().stream()
                .filter(entry -> entry.getValue().plus(splitFor).plus(splitFor).isAfter(now))
                .map(entry -> entry.getKey().endpoint())
                .toList();
    }
}

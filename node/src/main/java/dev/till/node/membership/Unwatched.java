package dev.till.node.membership;

import dev.till.node.membership.ClusterNews.Member;
import dev.till.node.membership.Standing.Seat;
import dev.till.protocol.id.DeviceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Members whose silence no failure detector notices, since Pekko has only those watch who are fully let in, and only such.
 * They are greeted round after round; to whom does not answer, connections are to be dialled anew. Else, once a way
 * has been blocked, TCP repeats what it could not deliver after as long again (RFC 6298, section 5.5).
 */
final class Unwatched {
    /** Rounds without a word that are enough. */
    private static final int ROUNDS = 2;

    private final Map<Seat, Integer> silentFor = new HashMap<>();

    /** Somebody has spoken. */
    void heard(Seat seat) {
        silentFor.computeIfPresent(seat, (known, rounds) -> 0);
    }

    /** Begins a round in which these are greeted; returns to whom connections are to be dialled anew. */
    List<DeviceId> round(List<Member> greeted) {
        silentFor.keySet().retainAll(greeted.stream().map(Member::seat).toList());
        return greeted.stream()
                .filter(member -> silentFor.merge(member.seat(), 1, Integer::sum) > ROUNDS)
                .map(member -> {
                    silentFor.put(member.seat(), 1);
                    return member.device();
                })
                .toList();
    }
}

package dev.till.testkit.github;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** How many requests an account has left in the hour; answers of 304 are free. */
final class RateLimit {
    private static final Duration WINDOW = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<String, Integer> used = new HashMap<>();
    private int limit = 5000;
    private Instant reset;

    RateLimit(InstantSource clock) {
        this.clock = clock;
        reset = clock.instant().plus(WINDOW);
    }

    void limit(int requests, Duration resetIn) {
        limit = requests;
        used.clear();
        reset = clock.instant().plus(resetIn);
    }

    void check(String who) throws Refused {
        if (!clock.instant().isBefore(reset)) {
            used.clear();
            reset = clock.instant().plus(WINDOW);
        }
        if (used.getOrDefault(who, 0) >= limit) {
            throw new Refused(403, "API rate limit exceeded for user ID " + who + ".");
        }
    }

    void count(String who) {
        used.merge(who, 1, Integer::sum);
    }

    Answer headers(Answer answer, String who) {
        int taken = Math.min(used.getOrDefault(who, 0), limit);
        return answer.with("X-RateLimit-Limit", Integer.toString(limit))
                .with("X-RateLimit-Remaining", Integer.toString(limit - taken))
                .with("X-RateLimit-Used", Integer.toString(taken))
                .with("X-RateLimit-Reset", Long.toString(reset.getEpochSecond()))
                .with("X-RateLimit-Resource", "core");
    }
}

package dev.till.federation.github;

import dev.till.federation.github.GitHubException.Kind;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Keeps to what GitHub asks for: no request before the time that a refusal named. Times are counted from GitHub's own clock,
 * which its answers carry, so ours may be wrong.
 *
 * <p>Rules from GitHub's "Best practices for using the REST API": {@code Retry-After} first, else {@code X-RateLimit-Reset} when
 * none remain, else a minute.
 */
final class Limits {
    private static final Duration UNSAID = Duration.ofMinutes(1);
    private static final Duration MOST = Duration.ofHours(2);

    private final InstantSource clock;
    private volatile Instant free = Instant.EPOCH;

    Limits(InstantSource clock) {
        this.clock = clock;
    }

    /** Refuses while GitHub wants to be left alone. */
    void check() throws GitHubException {
        var left = Duration.between(clock.instant(), free);
        if (left.compareTo(Duration.ZERO) > 0) {
            throw limited(left);
        }
    }

    /** Whether a refusal with these headers is about how often we ask. */
    static boolean applies(int status, HttpHeaders headers, String message) {
        return status == 429
                || (status == 403
                        && (headers.firstValue("Retry-After").isPresent()
                                || headers.firstValue("X-RateLimit-Remaining")
                                        .filter("0"::equals)
                                        .isPresent()
                                || message.contains("rate limit")));
    }

    /** Notes how long to wait, and answers the failure to throw. */
    GitHubException note(HttpHeaders headers) {
        var pause = pause(headers);
        free = clock.instant().plus(pause);
        return limited(pause);
    }

    private Duration pause(HttpHeaders headers) {
        var asked = number(headers, "Retry-After").map(Duration::ofSeconds);
        var reset =
                headers.firstValue("X-RateLimit-Remaining").filter("0"::equals).isPresent()
                        ? number(headers, "X-RateLimit-Reset")
                                .map(at -> Duration.between(theirTime(headers), Instant.ofEpochSecond(at)))
                        : Optional.<Duration>empty();
        // A second more, because these are whole seconds.
        var pause = asked.or(() -> reset).map(wait -> wait.plusSeconds(1)).orElse(UNSAID);
        return pause.isNegative() ? Duration.ofSeconds(1) : pause.compareTo(MOST) > 0 ? MOST : pause;
    }

    private Instant theirTime(HttpHeaders headers) {
        try {
            return headers.firstValue("Date")
                    .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant())
                    .orElseGet(clock::instant);
        } catch (DateTimeParseException e) {
            return clock.instant();
        }
    }

    private static Optional<Long> number(HttpHeaders headers, String name) {
        try {
            return headers.firstValue(name).map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static GitHubException limited(Duration pause) {
        return new GitHubException(
                Kind.LIMITED, "GitHub has had enough requests for now; the next in " + pause.toSeconds() + " s", pause);
    }
}

package dev.till.testkit.github;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Something that goes wrong with one request.
 *
 * @param answer instead of what would be answered; empty to do what is asked
 * @param delay before anything else happens
 * @param unanswered the connection is closed without an answer, after what was asked has been done
 */
public record Fault(Optional<Status> answer, Duration delay, boolean unanswered) {

    /** A status with its message and headers. */
    public record Status(int status, String message, Map<String, String> headers) {}

    /** 401: the token is not known, or no longer. */
    public static Fault unauthorized() {
        return status(401, "Bad credentials");
    }

    /** 403 with a time to wait: too many requests in too short a time. */
    public static Fault secondaryLimit(Duration wait) {
        var headers = Map.of("Retry-After", Long.toString(wait.toSeconds()));
        return new Fault(
                Optional.of(new Status(
                        403, "You have exceeded a secondary rate limit. Please wait a few minutes.", headers)),
                Duration.ZERO,
                false);
    }

    /** Any other status. */
    public static Fault status(int status, String message) {
        return new Fault(Optional.of(new Status(status, message, Map.of())), Duration.ZERO, false);
    }

    /** What is asked is done, late. */
    public static Fault slow(Duration delay) {
        return new Fault(Optional.empty(), delay, false);
    }

    /** What is asked is done, and nobody hears of it. */
    public static Fault cut() {
        return new Fault(Optional.empty(), Duration.ZERO, true);
    }
}

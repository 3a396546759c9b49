package dev.till.testkit.github;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Something that goes wrong with one request.
 *
 * @param answer instead of what would be answered; empty to do what is asked
 * @param delay before anything else happens
 * @param ending how the answer goes out
 */
public record Fault(Optional<Status> answer, Duration delay, Ending ending) {

    /** How an answer goes out, after what was asked has been done. */
    public enum Ending {
        /** Whole. */
        WHOLE,
        /** Not at all: the connection is closed. */
        CUT,
        /** Its head and half of its body, and then no more, without the connection being closed. */
        STALLED
    }

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
                Ending.WHOLE);
    }

    /** Any other status. */
    public static Fault status(int status, String message) {
        return status(status, message, Map.of());
    }

    /** Any other status, with headers. */
    public static Fault status(int status, String message, Map<String, String> headers) {
        return new Fault(Optional.of(new Status(status, message, headers)), Duration.ZERO, Ending.WHOLE);
    }

    /** Nothing goes wrong. */
    public static Fault none() {
        return slow(Duration.ZERO);
    }

    /** What is asked is done, late. */
    public static Fault slow(Duration delay) {
        return new Fault(Optional.empty(), delay, Ending.WHOLE);
    }

    /** What is asked is done, and nobody hears of it. */
    public static Fault cut() {
        return new Fault(Optional.empty(), Duration.ZERO, Ending.CUT);
    }

    /** What is asked is done, and the answer stops in its middle. */
    public static Fault stalled() {
        return new Fault(Optional.empty(), Duration.ZERO, Ending.STALLED);
    }
}

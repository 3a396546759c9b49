package dev.till.federation.github;

import java.time.Duration;

/** GitHub did not do what it was asked. */
public final class GitHubException extends Exception {
    private final Kind kind;
    private final Duration pause;
    private final boolean inDoubt;

    /** What stands in the way. */
    public enum Kind {
        /** Nobody answered, or not in time. What was asked may have been done. */
        UNREACHABLE,
        /** Too many requests. */
        LIMITED,
        /** GitHub has trouble of its own. */
        TROUBLE,
        /** The token is not known, missing, or not good for this. */
        UNAUTHORIZED,
        /** There is no such thing, or the token may not see it. */
        ABSENT,
        /** It has changed meanwhile. */
        CONFLICT,
        /** Asked wrongly, or answered in a way that is not understood. */
        REFUSED
    }

    GitHubException(Kind kind, String message, Duration pause) {
        this(kind, message, pause, false);
    }

    private GitHubException(Kind kind, String message, Duration pause, boolean inDoubt) {
        super(message);
        this.kind = kind;
        this.pause = pause;
        this.inDoubt = inDoubt;
    }

    /** The same, of something that was to be changed and may have been, if nobody has said no. */
    GitHubException ofAChange() {
        return new GitHubException(kind, getMessage(), pause, kind == Kind.UNREACHABLE || kind == Kind.TROUBLE);
    }

    GitHubException(Kind kind, String message) {
        this(kind, message, Duration.ZERO);
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same request can succeed later without anybody changing anything. */
    public boolean isRetryable() {
        return kind == Kind.UNREACHABLE || kind == Kind.LIMITED || kind == Kind.TROUBLE;
    }

    /** Whether every other request would fail alike. */
    public boolean concernsAll() {
        return isRetryable() || kind == Kind.UNAUTHORIZED;
    }

    /** Whether something may have been changed all the same. */
    public boolean isInDoubt() {
        return inDoubt;
    }

    /** How long GitHub wants to be left alone; zero when it did not say. */
    public Duration pause() {
        return pause;
    }
}

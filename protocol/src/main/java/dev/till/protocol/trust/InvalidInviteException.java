package dev.till.protocol.trust;

/** A line is no invite that this till can use. The message says why and never repeats the line, which holds a secret. */
public final class InvalidInviteException extends Exception {
    private final Reason reason;

    /** What is wrong with the line. */
    public enum Reason {
        /** It does not begin as an invite does. */
        NOT_AN_INVITE,
        /** Its end is missing. */
        TRUNCATED,
        /** It was changed on the way. */
        ALTERED,
        /** A newer till made it. */
        NEWER
    }

    InvalidInviteException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}

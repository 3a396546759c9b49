package dev.till.node.message;

import static java.util.Objects.requireNonNull;

/** What comes of asking for a change of who belongs. */
public sealed interface TrustReply<T> {

    /** It is done, and on disk. */
    record Done<T>(T value) implements TrustReply<T> {}

    /** It is not done, and nothing changed. The message says why and what to do. */
    record Refused<T>(Why why, String message) implements TrustReply<T> {
        public Refused {
            requireNonNull(why, "why");
            requireNonNull(message, "message");
        }
    }

    /** What kind of no; the exit statuses of commands follow it. */
    enum Why {
        /** It was tried and did not work: nobody answered, the disk is full. */
        FAILED,
        /** What was given is not of the form it should have. */
        USAGE,
        /** There is no such device. */
        ABSENT,
        /** Not permitted: a used or expired invite, a device that is no admin. */
        FORBIDDEN,
        /** The state is in the way: a name that is taken, a device that belongs to another fleet. */
        CONFLICT
    }
}

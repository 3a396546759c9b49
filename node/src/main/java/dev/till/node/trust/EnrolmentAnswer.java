package dev.till.node.trust;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.trust.DeviceList;
import java.util.List;

/** What a member answers to a machine that asks to be let in. */
sealed interface EnrolmentAnswer {

    /** It belongs now: the signed list that says so, and where members may be reached. */
    record Admitted(DeviceList list, List<String> addresses) implements EnrolmentAnswer {
        public Admitted {
            requireNonNull(list, "list");
            addresses = List.copyOf(addresses);
        }
    }

    /** It does not, and why, in words for the person at the new machine. */
    record Denied(Reason reason, String message) implements EnrolmentAnswer {
        public Denied {
            requireNonNull(reason, "reason");
            requireNonNull(message, "message");
        }
    }

    /** Why not. Codes are the wire's: never changed, only added to. */
    enum Reason {
        FAILED(0),
        USED(1),
        EXPIRED(2),
        NAME_TAKEN(3),
        REVOKED(4),
        NOT_ADMIN(5),
        MALFORMED(6),
        VERSION(7);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        /** The reason with this code; {@link #FAILED} for one that a newer till may know. */
        static Reason of(int code) {
            for (Reason reason : values()) {
                if (reason.code == code) {
                    return reason;
                }
            }
            return FAILED;
        }
    }
}

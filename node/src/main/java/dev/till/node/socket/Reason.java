package dev.till.node.socket;

import java.util.Locale;

/** Why a request is refused, and the exit status a command answers it with. Stable: names and numbers never change. */
public enum Reason {
    /** It was tried and did not work: disk full, broken file. */
    FAILED(1),
    /** The request itself is wrong: unknown operation, invalid entity, value too large. */
    USAGE(2),
    /** There is no such register, host or device. */
    ABSENT(3),
    /** No node is running, or it is going down. */
    UNREACHABLE(4),
    /** Not allowed: a home of somebody else, a device that was revoked. */
    FORBIDDEN(5),
    /** The state is another than the request assumed. */
    CONFLICT(6),
    /** Time was up, or only a part was done. */
    PARTIAL(7),
    /** The other end speaks a newer major version. */
    VERSION(1),
    /** Too many connections or too long a line. */
    LIMIT(1);

    private final int exitStatus;

    Reason(int exitStatus) {
        this.exitStatus = exitStatus;
    }

    /** The exit status of a command that ends with this. */
    public int exitStatus() {
        return exitStatus;
    }

    /** The name on the wire. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The reason with this name on the wire; {@link #FAILED} for one a newer node may know. */
    public static Reason of(String code) {
        for (Reason reason : values()) {
            if (reason.code().equals(code)) {
                return reason;
            }
        }
        return FAILED;
    }
}

package dev.till.protocol.host;

import java.util.Locale;

/**
 * How far a host has come.
 *
 * <pre>
 * untested --> connected --> till-ready --> deployed
 *     any of them --> unreachable --> connected
 * </pre>
 */
public enum HostStatus {
    /** Nobody has tried yet. */
    UNTESTED,
    /** A connection succeeded. */
    CONNECTED,
    /** Set up for till. */
    TILL_READY,
    /** Runs what was deployed. */
    DEPLOYED,
    /** Failed {@value #FAILURES} times in a row. */
    UNREACHABLE;

    /** So many failures in a row make a host unreachable. */
    public static final int FAILURES = 3;

    /** The status of that name; {@code ready}, as older files say, is till-ready. What nobody knows is untested. */
    public static HostStatus named(String text) {
        for (HostStatus status : values()) {
            if (status.text().equalsIgnoreCase(text)) {
                return status;
            }
        }
        return text.equalsIgnoreCase("ready") ? TILL_READY : UNTESTED;
    }

    /** The name as files and people write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** After a connection succeeded: what was reached before stays reached. */
    public HostStatus afterConnection() {
        return this == UNTESTED || this == UNREACHABLE ? CONNECTED : this;
    }

    /** After the host was set up. */
    public HostStatus afterSetup() {
        return this == DEPLOYED ? DEPLOYED : TILL_READY;
    }

    /** After a deployment succeeded. */
    public HostStatus afterDeployment() {
        return DEPLOYED;
    }

    /** After a connection failed for the {@code inARow}-th time. */
    public HostStatus afterFailure(int inARow) {
        return inARow >= FAILURES ? UNREACHABLE : this;
    }

    @Override
    public String toString() {
        return text();
    }
}

package dev.till.federation.role;

/** The role of this machine does not include what was to be done. */
public final class NotAllowed extends Exception {
    NotAllowed(String message) {
        super(message);
    }
}

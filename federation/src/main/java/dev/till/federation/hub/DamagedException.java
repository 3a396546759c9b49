package dev.till.federation.hub;

/** What is in a store is not what was put there: altered, cut, swapped, or sealed with another key. */
public final class DamagedException extends Exception {
    public DamagedException(String message) {
        super(message);
    }

    public DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.till.federation.hub;

/** An object store could not do what it was asked, for a reason outside this program. */
public final class StoreException extends Exception {
    private final boolean retryable;

    private StoreException(String message, boolean retryable, Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** The store may well answer the same call later: it was out of reach, busy, or slow. */
    public static StoreException retryable(String message, Throwable cause) {
        return new StoreException(message, true, cause);
    }

    /** The same call will fail again until somebody changes something: not permitted, no such bucket. */
    public static StoreException permanent(String message, Throwable cause) {
        return new StoreException(message, false, cause);
    }

    /** Whether repeating the call later, unchanged, can succeed. */
    public boolean isRetryable() {
        return retryable;
    }
}

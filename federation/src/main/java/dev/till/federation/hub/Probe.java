package dev.till.federation.hub;

import java.nio.charset.StandardCharsets;

/** Finds out whether an endpoint keeps to conditions on writes; some that speak S3 take no notice of them. */
public final class Probe {
    private Probe() {}

    /**
     * Whether only one of two writers of the same object can win there.
     *
     * @param nonce makes the object's name one that nobody else uses
     */
    public static boolean keepsConditions(ObjectStore store, String nonce) throws StoreException {
        var key = new ObjectKey("hub/probe-" + nonce);
        try {
            boolean first = store.putIfAbsent(key, bytes("first"));
            boolean second = store.putIfAbsent(key, bytes("second"));
            var there = store.read(key);
            if (!first || second || there.isEmpty()) {
                return false;
            }
            var version = there.get().version();
            boolean changed = store.putIfSame(key, bytes("changed"), version);
            boolean late = store.putIfSame(key, bytes("late"), version);
            return changed && !late;
        } finally {
            store.delete(key);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

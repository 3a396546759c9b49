package dev.till.federation.github;

import java.util.LinkedHashMap;
import java.util.Map;

/** The last answers that carried an ETag, so that what has not changed is not sent again. Bounded; the least used goes. */
final class EtagCache {
    private static final int MOST_ENTRIES = 64;
    private static final int MOST_CHARACTERS = 4 << 20;

    private final LinkedHashMap<String, Kept> byAddress = new LinkedHashMap<>(16, 0.75f, true);
    private int characters;

    /** An answer and its ETag. */
    record Kept(String etag, Reply reply) {}

    synchronized Kept get(String address) {
        return byAddress.get(address);
    }

    synchronized void put(String address, Kept kept) {
        forget(byAddress.remove(address));
        byAddress.put(address, kept);
        characters += kept.reply().body().length();
        var eldest = byAddress.entrySet().iterator();
        while (eldest.hasNext() && (byAddress.size() > MOST_ENTRIES || characters > MOST_CHARACTERS)) {
            Map.Entry<String, Kept> oldest = eldest.next();
            eldest.remove();
            forget(oldest.getValue());
        }
    }

    private void forget(Kept kept) {
        if (kept != null) {
            characters -= kept.reply().body().length();
        }
    }
}

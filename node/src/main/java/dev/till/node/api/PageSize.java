package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import java.util.List;

/**
 * How many registers to ask for next, so that a page holds about a MiB: values reach from a byte to a MiB each, and the
 * memory of a connection has to stay bounded whatever is stored.
 */
final class PageSize {
    private static final int LEAST = 8;
    private static final int MOST = 1024;
    private static final long TARGET_CHARACTERS = 1 << 20;

    private int entries = 64;

    int entries() {
        return entries;
    }

    /** Learns from a page that was asked for with the present size. */
    void adapt(List<Entry> page) {
        long characters = 0;
        for (Entry entry : page) {
            for (Version version : entry.register().versions()) {
                characters +=
                        version.content() instanceof Value value ? value.json().length() : 0;
            }
        }
        if (characters > TARGET_CHARACTERS) {
            entries = Math.max(LEAST, entries / 4);
        } else if (characters < TARGET_CHARACTERS / 4) {
            entries = Math.min(MOST, entries * 2);
        }
    }
}

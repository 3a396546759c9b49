package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.protocol.id.RegisterKey;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Lays pages of newer generations over a page of the store. All of them begin beyond the same key. */
final class ScanMerge {
    private final TreeMap<RegisterKey, Entry> merged = new TreeMap<>();
    private final int limit;
    private boolean more;
    private RegisterKey last;

    ScanMerge(Page stored, int limit) {
        this.limit = limit;
        stored.entries().forEach(entry -> merged.put(entry.key(), entry));
        if (stored.more() && !merged.isEmpty()) {
            // Beyond the last stored key of this page the store has more that has not been read.
            more = true;
            last = merged.lastKey();
        }
    }

    /**
     * Later calls bring newer generations.
     *
     * @param newer up to one more than the limit, so that what is cut off is noticed
     */
    void overlay(List<Entry> newer) {
        for (Entry entry : newer) {
            if (last != null && entry.key().compareTo(last) > 0) {
                break;
            }
            merged.merge(entry.key(), entry, (a, b) -> b.revision() >= a.revision() ? b : a);
        }
    }

    Page merged() {
        var entries = new ArrayList<Entry>(Math.min(limit, merged.size()));
        for (Entry entry : merged.values()) {
            if (entries.size() == limit) {
                return new Page(entries, true);
            }
            entries.add(entry);
        }
        return new Page(entries, more);
    }
}

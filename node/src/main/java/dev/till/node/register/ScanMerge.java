package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand.Page;
import java.util.ArrayList;
import java.util.List;

/** Lays pages of newer generations over a page of the store, all of them in key order. All begin beyond the same key. */
final class ScanMerge {
    private final int limit;
    private final boolean more;
    private List<Entry> merged;

    ScanMerge(Page stored, int limit) {
        this.limit = limit;
        merged = stored.entries();
        // Beyond the last stored key of this page the store has more that has not been read.
        more = stored.more() && !merged.isEmpty();
    }

    /**
     * Later calls bring newer generations.
     *
     * @param newer up to one more than the limit, so that what is cut off is noticed
     */
    void overlay(List<Entry> newer) {
        if (newer.isEmpty()) {
            return;
        }
        var older = merged;
        var both = new ArrayList<Entry>(older.size() + newer.size());
        int i = 0;
        for (int j = 0; j < newer.size(); ) {
            if (i == older.size()) {
                if (!more) {
                    both.addAll(newer.subList(j, newer.size()));
                }
                break;
            }
            var mine = older.get(i);
            var theirs = newer.get(j);
            int order = mine.key().compareTo(theirs.key());
            if (order == 0) {
                both.add(theirs.revision() >= mine.revision() ? theirs : mine);
                i++;
                j++;
            } else if (order < 0) {
                both.add(mine);
                i++;
            } else {
                both.add(theirs);
                j++;
            }
        }
        both.addAll(older.subList(i, older.size()));
        merged = both;
    }

    Page merged() {
        return merged.size() > limit ? new Page(merged.subList(0, limit), true) : new Page(merged, more);
    }
}

package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.id.FieldName;
import dev.till.protocol.id.RegisterKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Registers in memory, by key. One thread puts, any thread reads. Keys are sorted only when somebody wants them in order:
 * writes are far more frequent than scans.
 */
final class Generation {
    private static final FieldName FIRST_FIELD = new FieldName(" ");

    private final Map<RegisterKey, Kept> entries = new ConcurrentHashMap<>();
    private volatile List<RegisterKey> sortedKeys = List.of();
    private volatile long bytes;

    Optional<Entry> find(RegisterKey key) {
        return Optional.ofNullable(get(key));
    }

    /** The entry, null when there is none. */
    Entry get(RegisterKey key) {
        var kept = entries.get(key);
        return kept == null ? null : kept.entry();
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread puts
    void put(Entry entry) {
        var kept = Kept.of(entry);
        var before = entries.put(entry.key(), kept);
        bytes += kept.bytes() - (before == null ? 0 : before.bytes());
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int count() {
        return entries.size();
    }

    /** Heap taken, as an estimate. */
    long bytes() {
        return bytes;
    }

    /** All entries in key order. */
    List<Entry> sorted() {
        var all = new ArrayList<Entry>(entries.size());
        keys().forEach(key -> all.add(get(key)));
        return all;
    }

    /** At most {@code limit} entries within {@code prefix}, beyond {@code after}, in key order. */
    List<Entry> scan(String prefix, Optional<RegisterKey> after, int limit) {
        var found = new ArrayList<Entry>();
        if (prefix.isEmpty()) {
            gather(after.map(key -> from(key, false)).orElseGet(this::keys), entity -> true, limit, found);
            return found;
        }
        // What lies below an entity does not follow it at once: "a-b" sorts between "a" and "a/b".
        if (!prefix.endsWith("/")) {
            gather(from(prefix, after), entity -> entity.value().equals(prefix), limit, found);
        }
        var below = prefix.endsWith("/") ? prefix : prefix + "/";
        gather(from(below + " ", after), entity -> entity.value().startsWith(below), limit, found);
        return found;
    }

    private void gather(Iterable<RegisterKey> from, Predicate<EntityPath> isWithin, int limit, List<Entry> into) {
        for (RegisterKey key : from) {
            if (into.size() == limit || !isWithin.test(key.entity())) {
                return;
            }
            into.add(get(key));
        }
    }

    /** Keys from the first one of {@code entity} on that lie beyond {@code after}; none where there can be no such entity. */
    private Iterable<RegisterKey> from(String entity, Optional<RegisterKey> after) {
        try {
            var first = new RegisterKey(new EntityPath(entity), FIRST_FIELD);
            return after.isPresent() && after.get().compareTo(first) >= 0
                    ? from(after.get(), false)
                    : from(first, true);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private List<RegisterKey> from(RegisterKey first, boolean isIncluded) {
        var keys = keys();
        int at = Collections.binarySearch(keys, first);
        int start = at < 0 ? -at - 1 : isIncluded ? at : at + 1;
        return keys.subList(start, keys.size());
    }

    /** All keys in order, as of now. Keys never leave, so equal counts mean equal keys. */
    private List<RegisterKey> keys() {
        var known = sortedKeys;
        if (known.size() != entries.size()) {
            var keys = entries.keySet().toArray(new RegisterKey[0]);
            Arrays.sort(keys);
            known = Arrays.asList(keys);
            sortedKeys = known;
        }
        return known;
    }
}

package dev.till.protocol.trust;

import dev.till.protocol.trust.Chains.Root;
import dev.till.protocol.trust.Statement.Revocation;
import dev.till.protocol.trust.Statement.Within;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Chooses what of a device list is kept when someone floods it. */
final class Bounds {
    private final SortedMap<EntryId, TrustEntry> entries;
    private final DeviceList list;
    private final Chains chains;
    private final SortedMap<EntryId, TrustEntry> kept = new TreeMap<>();
    private int bytes;

    Bounds(DeviceList list) {
        this.list = list;
        this.entries = list.entries();
        this.chains = new Chains(entries);
    }

    DeviceList keep() {
        add(entries.get(EntryId.of(list.fleet())));
        // Whoever floods must not push out what puts them out: revocations go first.
        addAll(entry -> chains.counts(entry) && entry.statement() instanceof Revocation, Integer.MAX_VALUE);
        addAll(chains::counts, Integer.MAX_VALUE);
        addAll(chains::isAnchored, Integer.MAX_VALUE);
        addAll(entry -> chains.root(entry) == Root.LOOSE, DeviceList.MAX_LOOSE);
        return kept.size() == entries.size() ? list : new DeviceList(list.fleet(), kept);
    }

    /** By time, so that of a flood the oldest stay; a backdated flood wins no more than its own kind's places. */
    private void addAll(Predicate<TrustEntry> chosen, int most) {
        entries.values().stream()
                .filter(entry -> !kept.containsKey(entry.id()) && chosen.test(entry))
                .sorted(Comparator.comparing(TrustEntry::at).thenComparing(TrustEntry::id))
                .limit(most)
                .forEach(this::addWithAuthorities);
    }

    private void addWithAuthorities(TrustEntry entry) {
        var missing = new ArrayDeque<TrustEntry>();
        var next = entry;
        int size = 0;
        while (next != null && !kept.containsKey(next.id())) {
            missing.push(next);
            size += cost(next);
            next = next.statement() instanceof Within within ? entries.get(within.authority()) : null;
        }
        if (kept.size() + missing.size() <= DeviceList.MAX_ENTRIES && bytes + size <= DeviceList.MAX_BYTES) {
            missing.forEach(this::add);
        }
    }

    private void add(TrustEntry entry) {
        kept.put(entry.id(), entry);
        bytes += cost(entry);
    }

    /** An entry and its length in {@link DeviceListCodec}'s form. */
    private static int cost(TrustEntry entry) {
        return entry.size() + DeviceListCodec.PER_ENTRY;
    }
}

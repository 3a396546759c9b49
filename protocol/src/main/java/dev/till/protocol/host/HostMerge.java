package dev.till.protocol.host;

import dev.till.protocol.json.JsonText;
import dev.till.protocol.register.FieldWrite;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.register.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Decides what an incoming {@code hosts-local.json} changes.
 *
 * <p>Host by host, field by field: of two records the one with the higher version wins, one that states no version never
 * does, and what the winner does not carry is kept. Between equal versions each field takes the greater value (by its JSON
 * text), so two machines that merge each other's documents agree. Groups grow together. The rest of the document goes
 * by its {@code updated} as hosts go by their version.
 */
public final class HostMerge {
    private final HostsDocument current;
    private final Optional<String> self;
    private final List<FieldWrite> writes = new ArrayList<>();
    private int added;
    private int updated;
    private int kept;
    private int skippedSelf;
    private int readded;

    private HostMerge(HostsDocument current, Optional<String> self) {
        this.current = current;
        this.self = self;
    }

    /**
     * What to write, and what that means for the hosts of the document.
     *
     * @param added hosts nobody knew
     * @param updated known hosts that change
     * @param kept known hosts that do not
     * @param skippedSelf entries that are this machine, which knows better
     * @param readded removed hosts that come back
     */
    public record Outcome(List<FieldWrite> writes, int added, int updated, int kept, int skippedSelf, int readded) {}

    /**
     * The outcome of merging {@code incoming} into {@code current}.
     *
     * @param self what this machine calls itself; its own entry is skipped
     */
    public static Outcome merge(HostsDocument incoming, HostsDocument current, Optional<String> self) {
        var merge = new HostMerge(current, self);
        incoming.hosts().values().forEach(merge::takeHost);
        merge.takeGroups(incoming);
        merge.takeRest(incoming);
        return new Outcome(
                List.copyOf(merge.writes), merge.added, merge.updated, merge.kept, merge.skippedSelf, merge.readded);
    }

    private void takeHost(HostRecord theirs) {
        if (self.filter(theirs::isMachine).isPresent()) {
            skippedSelf++;
            return;
        }
        var mine = current.host(theirs.name());
        if (mine.isEmpty()) {
            added++;
            add(theirs);
            return;
        }
        var merged = new HostRecord(mine.get().name(), joined(mine.get(), theirs));
        int before = writes.size();
        writeChanges(mine.get(), merged);
        if (mine.get().isRemoved() && !merged.isRemoved()) {
            readded++;
        } else if (writes.size() > before) {
            updated++;
        } else {
            kept++;
        }
    }

    private void add(HostRecord host) {
        var attributes = new TreeMap<>(host.attributes());
        attributes.putIfAbsent(HostRecord.VERSION, new Value("0"));
        new HostRecord(host.name(), attributes)
                .fields()
                .forEach((key, value) -> writes.add(new FieldWrite(key, value)));
    }

    private static SortedMap<String, Value> joined(HostRecord mine, HostRecord theirs) {
        long ours = mine.version().orElse(0L);
        int order = theirs.version().map(version -> Long.compare(version, ours)).orElse(-1);
        var joined = joined(mine.attributes(), theirs.attributes(), order);
        // A date of removal only says something of a removed host.
        if (!new HostRecord(mine.name(), joined).isRemoved()) {
            joined.remove(HostRecord.REMOVED_DATE);
        }
        return joined;
    }

    private static SortedMap<String, Value> joined(Map<String, Value> mine, Map<String, Value> theirs, int order) {
        var joined = new TreeMap<>(mine);
        theirs.forEach((name, value) -> joined.merge(name, value, (here, there) -> {
            int wins = order != 0 ? order : there.compareTo(here);
            return wins > 0 ? there : here;
        }));
        return joined;
    }

    private void writeChanges(HostRecord before, HostRecord after) {
        var names = new TreeSet<>(before.attributes().keySet());
        names.addAll(after.attributes().keySet());
        for (String name : names) {
            var value = after.value(name);
            if (value.isEmpty()) {
                writes.add(new FieldWrite(before.key(name), Tombstone.DELETED));
            } else if (!value.equals(before.value(name))) {
                writes.add(new FieldWrite(before.key(name), value.get()));
            }
        }
    }

    private void takeGroups(HostsDocument incoming) {
        incoming.groups().forEach((group, members) -> {
            var known = current.groups().get(group);
            if (known == null) {
                writes.add(new FieldWrite(HostFields.groupKey(group), JsonText.string(group.value())));
            }
            for (HostName member : members) {
                if (known == null || !known.contains(member)) {
                    writes.add(new FieldWrite(HostFields.memberKey(group, member), new Value("true")));
                }
            }
        });
    }

    private void takeRest(HostsDocument incoming) {
        long ours = current.updated().orElse(Long.MIN_VALUE);
        int order =
                incoming.updated().map(seconds -> Long.compare(seconds, ours)).orElse(-1);
        joined(current.other(), incoming.other(), order).forEach((name, value) -> {
            if (!value.equals(current.other().get(name))) {
                writes.add(new FieldWrite(HostFields.documentKey(name), value));
            }
        });
        if (order > 0) {
            var seconds = JsonText.string("" + incoming.updated().orElseThrow());
            writes.add(new FieldWrite(HostFields.documentKey(HostsDocumentReader.UPDATED), seconds));
        }
    }
}

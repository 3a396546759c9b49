package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand.Counts;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.message.RegisterStore;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All registers: what has changed since the last fold in memory, over the store.
 *
 * <p>Three generations lie over the store, newest first: the one being changed, the one being folded if any, and the one
 * that was folded last, which only saves reading the store. One thread changes the table; any thread reads it, and sees
 * each register as of some moment no older than the start of the read.
 */
final class RegisterTable {

    /** Of large values so many still fit into memory. */
    private static final int LOADED_AT_ONCE = 64;

    private record Layers(Generation changed, Optional<Generation> folding, Generation known) {}

    /** How far the journal is in the table. */
    record Progress(long revision, DotSet applied) {}

    private final RegisterStore store;
    private volatile Layers layers = new Layers(new Generation(), Optional.empty(), new Generation());
    private volatile Progress progress;
    private volatile Counts counts = new Counts(0, 0, 0, DotSet.EMPTY);

    RegisterTable(RegisterStore store) {
        this.store = store;
        progress = new Progress(store.folded().revision(), store.folded().applied());
    }

    Progress progress() {
        return progress;
    }

    Counts counts() {
        return counts;
    }

    /** The register if it is in memory. */
    Optional<Entry> recall(RegisterKey key) {
        var now = layers;
        var changed = now.changed().get(key);
        if (changed != null) {
            return Optional.of(changed);
        }
        var folding = now.folding().map(generation -> generation.get(key));
        return folding.isPresent() ? folding : now.known().find(key);
    }

    /** The register, empty and of revision 0 when it was never written. */
    Entry get(RegisterKey key) throws IOException {
        var recalled = recall(key);
        if (recalled.isPresent()) {
            return recalled.get();
        }
        return store.get(key).orElseGet(() -> absent(key));
    }

    /** The same of many, in their order. */
    List<Entry> get(List<RegisterKey> keys) throws IOException {
        // What is in memory now is in the store before it leaves: it is looked for here first, and then there.
        var recalled = new ArrayList<Optional<Entry>>(keys.size());
        var missing = new ArrayList<RegisterKey>();
        for (RegisterKey key : keys) {
            var entry = recall(key);
            recalled.add(entry);
            if (entry.isEmpty()) {
                missing.add(key);
            }
        }
        var stored = store.get(missing);
        var entries = new ArrayList<Entry>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            var key = keys.get(i);
            entries.add(recalled.get(i).orElseGet(() -> stored.getOrDefault(key, absent(key))));
        }
        return entries;
    }

    private static Entry absent(RegisterKey key) {
        return new Entry(key, Register.EMPTY, 0);
    }

    /** As {@link #get}, and remembers the register. Only for the thread that changes the table. */
    Entry load(RegisterKey key, long knownBytes) throws IOException {
        return load(List.of(key), 0, knownBytes);
    }

    /**
     * The same of the key at {@code index}. When that is not in memory, those that follow it are remembered along with it, for they
     * are wanted next.
     */
    Entry load(List<RegisterKey> keys, int index, long knownBytes) throws IOException {
        var recalled = recall(keys.get(index));
        if (recalled.isPresent()) {
            return recalled.get();
        }
        var unknown = new ArrayList<RegisterKey>();
        for (RegisterKey key : keys.subList(index, Math.min(keys.size(), index + LOADED_AT_ONCE))) {
            if (recall(key).isEmpty()) {
                unknown.add(key);
            }
        }
        var stored = store.get(unknown);
        if (layers.known().bytes() > knownBytes) {
            layers = new Layers(layers.changed(), layers.folding(), new Generation());
        }
        unknown.forEach(key -> layers.known().put(stored.getOrDefault(key, absent(key))));
        return layers.known().get(keys.get(index));
    }

    /** At most {@code limit} registers within {@code prefix}, beyond {@code after}, in key order. */
    Page scan(String prefix, Optional<RegisterKey> after, int limit) throws IOException {
        var now = layers;
        var stored = store.scan(prefix, after, limit);
        var page = new ScanMerge(stored, limit);
        if (now.folding().isPresent()) {
            page.overlay(now.folding().get().scan(prefix, after, limit + 1));
        }
        page.overlay(now.changed().scan(prefix, after, limit + 1));
        return page.merged();
    }

    void put(Entry entry) {
        layers.changed().put(entry);
    }

    /** Shows readers how far the table is. */
    void show(Progress now, Counts counted) {
        counts = counted;
        progress = now;
    }

    /** Heap taken by what is not folded yet, as an estimate. */
    long changedBytes() {
        return layers.changed().bytes();
    }

    boolean isFolding() {
        return layers.folding().isPresent();
    }

    /** Whether the store lacks anything that is in the table. */
    boolean isAhead() {
        var folded = store.folded();
        return progress.revision() > folded.revision() || !progress.applied().equals(folded.applied());
    }

    /** From here on changes go into a new generation, and the one so far may be folded. */
    Generation freeze() {
        var frozen = layers.changed();
        // What is known besides is given up, so that memory holds two full generations at most.
        layers = new Layers(new Generation(), Optional.of(frozen), new Generation());
        return frozen;
    }

    /** The frozen generation is in the store. */
    void folded() {
        layers = new Layers(layers.changed(), Optional.empty(), layers.folding().orElseThrow());
    }

    /** All registers with more than one content, wherever they are. */
    List<Entry> conflicts() throws IOException {
        var now = layers;
        var conflicts = new ArrayList<Entry>();
        for (Entry stored : store.conflicts()) {
            var newer = now.changed().find(stored.key()).isPresent()
                    || now.folding()
                            .flatMap(generation -> generation.find(stored.key()))
                            .isPresent();
            if (!newer) {
                conflicts.add(stored);
            }
        }
        now.changed().sorted().stream()
                .filter(entry -> entry.register().isConflict())
                .forEach(conflicts::add);
        now.folding().map(Generation::sorted).orElse(List.of()).stream()
                .filter(entry -> entry.register().isConflict())
                .filter(entry -> now.changed().find(entry.key()).isEmpty())
                .forEach(conflicts::add);
        return conflicts;
    }

    RegisterStore store() {
        return store;
    }
}

package dev.till.node.register;

import dev.till.node.message.Durable;
import dev.till.node.message.Entry;
import dev.till.node.message.RecordLog;
import dev.till.node.message.Recorded;
import dev.till.node.message.RegisterCommand.Counts;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Applies journaled datagrams to the table, in journal order, and counts as it goes. Not thread-safe. */
final class Fold {
    private static final int MAX_POLICIES = 10_000;

    private final RegisterTable table;
    private final long knownBytes;
    private Policies policies = Policies.DEFAULT;
    private long values;
    private long conflicts;
    private HybridTimestamp latest;

    Fold(RegisterTable table, long knownBytes) throws IOException {
        this.table = table;
        this.knownBytes = knownBytes;
        values = table.store().values();
        latest = table.store().folded().latest();
        readPolicies();
        countConflicts();
        show(table.progress().revision(), table.progress().applied());
    }

    /** The greatest timestamp applied. */
    HybridTimestamp latest() {
        return latest;
    }

    /** How many registers hold a value. */
    long values() {
        return values;
    }

    /** Applies what of {@code log} the table lacks, and folds it into the store whenever memory asks for it. */
    void replay(RecordLog log, long memoryBytes) throws IOException {
        var extent = log.extent();
        try {
            log.after(table.progress().revision(), record -> {
                applyReplayed(record, memoryBytes);
                return record.revision() < extent.newest();
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        countConflicts();
        show(extent.newest(), extent.applied());
    }

    /** Applies a batch; answers the registers it changed, as each datagram left them. */
    List<Entry> apply(Durable batch) throws IOException {
        var changes = new ArrayList<Entry>(batch.records().size());
        long known = table.progress().revision();
        var before = policies;
        var keys =
                batch.records().stream().map(record -> record.datagram().key()).toList();
        for (int i = 0; i < keys.size(); i++) {
            var record = batch.records().get(i);
            if (record.revision() > known) {
                apply(record, find(keys, i)).ifPresent(changes::add);
            }
        }
        if (before != policies) {
            countConflicts();
        }
        if (batch.revision() >= known) {
            show(batch.revision(), batch.applied());
        }
        return changes;
    }

    /** The register as the next write finds it. */
    Entry find(RegisterKey key) throws IOException {
        return table.load(key, knownBytes);
    }

    /** The same of the key at {@code index}; those after it are found next, and the store is asked for many at once. */
    Entry find(List<RegisterKey> keys, int index) throws IOException {
        return table.load(keys, index, knownBytes);
    }

    private Optional<Entry> apply(Recorded record, Entry before) throws IOException {
        var datagram = record.datagram();
        latest = datagram.at().compareTo(latest) > 0 ? datagram.at() : latest;
        var after = before.register().merge(datagram.register());
        if (after.equals(before.register())) {
            return Optional.empty();
        }
        boolean isChange = isChange(datagram.key(), before.register(), after);
        var entry = new Entry(before.key(), after, isChange ? record.revision() : before.revision());
        table.put(entry);
        count(entry.key(), before.register(), after);
        if (entry.key().entity().equals(Policies.ENTITY)) {
            // At once, not after the batch: what is a change depends on it, and a replay must find the same.
            readPolicies();
        }
        return isChange ? Optional.of(entry) : Optional.empty();
    }

    /**
     * Under last-writer-wins, who lost at once was never seen. It does not count as a change anywhere: a follower that
     * reads the table looks for a register at the revision of its last change, and is told of none after it.
     */
    private boolean isChange(RegisterKey key, Register before, Register after) {
        return policies.keepsSiblings(key.entity())
                ? !after.versions().equals(before.versions())
                : !after.winner().equals(before.winner());
    }

    private void applyReplayed(Recorded record, long memoryBytes) {
        try {
            apply(record, find(record.datagram().key()));
            if (table.changedBytes() > memoryBytes) {
                // The dots of the rest are in the journal still: what the store claims here it also has.
                table.store().fold(table.freeze().sorted(), table.store().folded(), values);
                table.folded();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void count(RegisterKey key, Register before, Register after) {
        values += (after.value().isPresent() ? 1 : 0) - (before.value().isPresent() ? 1 : 0);
        if (before.versions().size() == 1 && after.versions().size() == 1) {
            return;
        }
        if (before.isConflict() != after.isConflict() && policies.keepsSiblings(key.entity())) {
            conflicts += after.isConflict() ? 1 : -1;
        }
    }

    private void readPolicies() throws IOException {
        var entries = table.scan(Policies.ENTITY.value(), Optional.empty(), MAX_POLICIES)
                .entries();
        policies = Policies.of(entries.stream()
                .filter(entry -> entry.key().entity().equals(Policies.ENTITY))
                .toList());
    }

    private void countConflicts() throws IOException {
        conflicts = table.conflicts().stream()
                .filter(entry -> policies.keepsSiblings(entry.key().entity()))
                .count();
    }

    private void show(long revision, DotSet applied) {
        table.show(new RegisterTable.Progress(revision, applied), new Counts(values, conflicts, revision, applied));
    }
}

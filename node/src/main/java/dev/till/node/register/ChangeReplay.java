package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.RecordLog;
import dev.till.node.message.Recorded;
import dev.till.node.message.RegisterCommand.Changes;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells past changes from the disk: from the journal, and where that was compacted away, from the registers it led to.
 *
 * <p>A datagram is a change that was seen. Whether it was, only the table can tell: it knows the last revision that
 * changed the register. The datagram of that revision is told as the table has it; an earlier one by what it wrote; a later
 * one changed nothing and is left out. So the last change told of a register is always its present state.
 */
final class ChangeReplay {
    private static final int MAX_RECORDS = 50_000;

    private final RegisterTable table;
    private final RecordLog log;

    ChangeReplay(RegisterTable table, RecordLog log) {
        this.table = table;
        this.log = log;
    }

    /** Changes beyond {@code since}; when there are none among those read, {@code upTo} tells where to go on. */
    Changes after(String prefix, long since, int limit) throws IOException {
        var visible = table.progress().revision();
        if (log.oldest() > since + 1) {
            return fromTable(prefix, since, Math.min(log.oldest() - 1, visible), limit);
        }
        var page = new JournalPage(prefix, limit, visible);
        try {
            log.after(since, page::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (log.oldest() > since + 1) {
            // Segments were removed while they were read.
            return fromTable(prefix, since, Math.min(log.oldest() - 1, visible), limit);
        }
        return page.changes(since);
    }

    /** Registers that last changed within the revisions, in that order. Those that change meanwhile are told later. */
    private Changes fromTable(String prefix, long since, long upTo, int limit) throws IOException {
        var found = new ArrayList<Entry>();
        var stored = table.store().changed(since, Math.max(limit, 256));
        for (Entry entry : stored.entries()) {
            if (entry.revision() > upTo) {
                return new Changes(found, upTo);
            }
            if (found.size() == limit) {
                return new Changes(found, found.get(limit - 1).revision());
            }
            if (entry.key().entity().isWithin(prefix)) {
                found.add(entry);
            }
        }
        return new Changes(
                found,
                stored.more()
                        ? stored.entries().get(stored.entries().size() - 1).revision()
                        : upTo);
    }

    /** Gathers changes while datagrams are read. */
    private final class JournalPage {
        private final String prefix;
        private final int limit;
        private final long visible;
        private final List<Entry> changes = new ArrayList<>();
        private final Map<RegisterKey, Register> sofar = new HashMap<>();
        private long bytes;
        private long last;
        private int records;
        private boolean isCut;

        JournalPage(String prefix, int limit, long visible) {
            this.prefix = prefix;
            this.limit = limit;
            this.visible = visible;
        }

        boolean add(Recorded record) {
            if (record.revision() > visible) {
                return false;
            }
            if (changes.size() >= limit || bytes > Followers.PAGE_BYTES || records == MAX_RECORDS) {
                isCut = true;
                return false;
            }
            records++;
            last = record.revision();
            var datagram = record.datagram();
            if (datagram.key().entity().isWithin(prefix)) {
                tell(record);
            }
            return true;
        }

        Changes changes(long since) {
            return new Changes(changes, Math.max(since, isCut ? last : visible));
        }

        private void tell(Recorded record) {
            var key = record.datagram().key();
            var before = sofar.getOrDefault(key, Register.EMPTY);
            var after = before.merge(record.datagram().register());
            sofar.put(key, after);
            var now = now(key);
            if (record.revision() == now.revision()) {
                add(now);
            } else if (record.revision() < now.revision() && !after.versions().equals(before.versions())) {
                add(new Entry(key, after, record.revision()));
            }
        }

        private void add(Entry entry) {
            changes.add(entry);
            bytes += Kept.Whole.bytes(entry);
        }

        private Entry now(RegisterKey key) {
            try {
                return table.get(key);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

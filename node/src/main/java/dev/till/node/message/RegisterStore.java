package dev.till.node.message;

import dev.till.protocol.id.RegisterKey;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The registers on disk, as of the last fold. Reads may come from any thread and see either all of a fold or nothing of
 * it; folds come one at a time. Every call reads or writes files: use it on a dispatcher for blocking work.
 */
public interface RegisterStore {

    /** What has been folded. */
    Folded folded();

    /** How many registers hold a value. */
    long values();

    /** One register; empty when the store has none. */
    Optional<Entry> get(RegisterKey key) throws IOException;

    /** Those of these registers that the store has, by key: with fewer questions than one by one. */
    Map<RegisterKey, Entry> get(Collection<RegisterKey> keys) throws IOException;

    /**
     * Registers in key order: at most {@code limit} beyond {@code after} whose entity is within {@code prefix}. Large
     * values may make a page shorter; {@code more} tells whether it is the last.
     */
    RegisterCommand.Page scan(String prefix, Optional<RegisterKey> after, int limit) throws IOException;

    /** Registers whose revision is greater than {@code since}, in that order; pages as those of {@link #scan}. */
    RegisterCommand.Page changed(long since, int limit) throws IOException;

    /** Registers with more than one distinct content, in key order. */
    List<Entry> conflicts() throws IOException;

    /**
     * Replaces registers and says how far the journal is folded with it: both or, on failure, neither. Synced to disk when
     * it returns.
     *
     * @param changed in key order
     * @param values how many registers hold a value after it
     */
    void fold(Collection<Entry> changed, Folded folded, long values) throws IOException;
}

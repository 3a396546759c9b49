package dev.till.node.message;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import java.util.Optional;
import java.util.Set;

/**
 * One write as asked for: give this register this content.
 *
 * @param at when it was written, for imports that carry their own time; a write older than what is known, or equal to
 *     it, is skipped. Empty for the usual write, which is stamped when it is journaled.
 * @param supersedes the versions that the writer has seen and replaces; others stay beside the new one. Empty to replace
 *     all that is known when it is journaled.
 */
public record Assignment(
        RegisterKey key, Content content, Optional<HybridTimestamp> at, Optional<Set<Dot>> supersedes) {

    public Assignment {
        requireNonNull(key, "key");
        requireNonNull(content, "content");
        requireNonNull(at, "at");
        supersedes = supersedes.map(Set::copyOf);
    }

    /** A write that replaces all that is known of the register. */
    public Assignment(RegisterKey key, Content content, Optional<HybridTimestamp> at) {
        this(key, content, at, Optional.empty());
    }

    /** A write to be stamped when it is journaled. */
    public static Assignment now(RegisterKey key, Content content) {
        return new Assignment(key, content, Optional.empty());
    }

    /** A write, to be stamped when it is journaled, that replaces these versions and no others. */
    public static Assignment replacing(Set<Dot> seen, RegisterKey key, Content content) {
        return new Assignment(key, content, Optional.empty(), Optional.of(seen));
    }
}

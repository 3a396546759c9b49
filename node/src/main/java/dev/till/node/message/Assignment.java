package dev.till.node.message;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.time.HybridTimestamp;
import java.util.Optional;

/**
 * One write as asked for: give this register this content.
 *
 * @param at when it was written, for imports that carry their own time; a write older than what is known, or equal to
 *     it, is skipped. Empty for the usual write, which is stamped when it is journaled.
 */
public record Assignment(RegisterKey key, Content content, Optional<HybridTimestamp> at) {

    public Assignment {
        requireNonNull(key, "key");
        requireNonNull(content, "content");
        requireNonNull(at, "at");
    }

    /** A write to be stamped when it is journaled. */
    public static Assignment now(RegisterKey key, Content content) {
        return new Assignment(key, content, Optional.empty());
    }
}

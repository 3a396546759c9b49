package dev.till.protocol.register;

import static java.util.Objects.requireNonNull;

import dev.till.protocol.id.RegisterKey;

/** A write that was decided on and not made yet: give this register this content. */
public record FieldWrite(RegisterKey key, Content content) {

    public FieldWrite {
        requireNonNull(key, "key");
        requireNonNull(content, "content");
    }
}

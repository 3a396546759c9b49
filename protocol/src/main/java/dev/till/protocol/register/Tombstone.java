package dev.till.protocol.register;

/** The register was deleted. A state like any other, so it travels, merges and wins or loses by the same order. */
public record Tombstone() implements Content {

    /** All tombstones are equal; this one serves for all. */
    public static final Tombstone DELETED = new Tombstone();
}

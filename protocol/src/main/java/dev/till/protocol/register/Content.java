package dev.till.protocol.register;

/** What a write left in a register: a {@link Value}, or a {@link Tombstone} where it was deleted. */
public sealed interface Content extends Comparable<Content> permits Value, Tombstone {

    /** Tombstones before values, values by their text: the last link in the total order of versions. */
    @Override
    default int compareTo(Content other) {
        if (this instanceof Value mine) {
            return other instanceof Value theirs ? mine.json().compareTo(theirs.json()) : 1;
        }
        return other instanceof Value ? -1 : 0;
    }
}

package dev.till.protocol.time;

/** Sequence numbers from {@code first} to {@code last}, both included. */
public record SeqRange(long first, long last) {

    public SeqRange {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException("range: " + first + ".." + last + " (expected: 1 <= first <= last)");
        }
    }

    /** How many numbers the range holds. */
    public long size() {
        return last - first + 1;
    }

    /** Whether {@code seq} lies in the range. */
    public boolean contains(long seq) {
        return first <= seq && seq <= last;
    }

    @Override
    public String toString() {
        return first == last ? Long.toString(first) : first + "-" + last;
    }
}

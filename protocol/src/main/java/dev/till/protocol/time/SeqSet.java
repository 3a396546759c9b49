package dev.till.protocol.time;

import java.util.ArrayList;
import java.util.List;

/**
 * A set of sequence numbers as sorted ranges that neither overlap nor touch, so equal sets are equal data. Immutable.
 *
 * <p>The usual set is one range from 1: everything up to some number. More ranges mean gaps.
 */
public record SeqSet(List<SeqRange> ranges) {

    /** Holds nothing. */
    public static final SeqSet EMPTY = new SeqSet(List.of());

    public SeqSet {
        ranges = List.copyOf(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i).first() - 1 <= ranges.get(i - 1).last()) {
                throw new IllegalArgumentException("ranges: " + ranges + " (expected: sorted, apart from each other)");
            }
        }
    }

    /** Everything from 1 to {@code last}; nothing when that is 0. */
    public static SeqSet upTo(long last) {
        return last == 0 ? EMPTY : new SeqSet(List.of(new SeqRange(1, last)));
    }

    /** Whether the set holds nothing. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** Whether {@code seq} is in the set. */
    public boolean contains(long seq) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            var range = ranges.get(middle);
            if (seq < range.first()) {
                high = middle - 1;
            } else if (seq > range.last()) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** The greatest number up to which nothing is missing; 0 when 1 itself is missing. */
    public long contiguous() {
        return isEmpty() || ranges.get(0).first() != 1 ? 0 : ranges.get(0).last();
    }

    /** The greatest number in the set; 0 when it is empty. */
    public long greatest() {
        return isEmpty() ? 0 : ranges.get(ranges.size() - 1).last();
    }

    /** How many numbers are in the set. */
    public long size() {
        return ranges.stream().mapToLong(SeqRange::size).sum();
    }

    /** This set and every number of {@code added}. */
    public SeqSet plus(SeqRange added) {
        if (ranges.size() == 1) {
            // By far the most usual addition goes on where the only range ends.
            var only = ranges.get(0);
            if (only.first() <= added.first() && added.first() - 1 <= only.last()) {
                return added.last() <= only.last() ? this : of(new SeqRange(only.first(), added.last()));
            }
        }
        return union(of(added));
    }

    /** What is in either set. */
    public SeqSet union(SeqSet other) {
        var result = new ArrayList<SeqRange>(ranges.size() + other.ranges.size());
        int i = 0;
        int j = 0;
        while (i < ranges.size() || j < other.ranges.size()) {
            boolean mineIsNext = j == other.ranges.size()
                    || (i < ranges.size()
                            && ranges.get(i).first() <= other.ranges.get(j).first());
            append(mineIsNext ? ranges.get(i++) : other.ranges.get(j++), result);
        }
        return new SeqSet(result);
    }

    /** What is in this set and not in {@code other}. */
    public SeqSet minus(SeqSet other) {
        var result = new ArrayList<SeqRange>();
        int from = 0;
        for (SeqRange range : ranges) {
            while (from < other.ranges.size() && other.ranges.get(from).last() < range.first()) {
                from++;
            }
            cut(range, other.ranges, from, result);
        }
        return new SeqSet(result);
    }

    private static SeqSet of(SeqRange range) {
        return new SeqSet(List.of(range));
    }

    /** Adds a range that begins at or after the last one of {@code result}, joining the two where they meet. */
    private static void append(SeqRange next, List<SeqRange> result) {
        int end = result.size() - 1;
        if (end < 0 || next.first() - 1 > result.get(end).last()) {
            result.add(next);
        } else if (next.last() > result.get(end).last()) {
            result.set(end, new SeqRange(result.get(end).first(), next.last()));
        }
    }

    /** Adds what {@code holes}, none of the first {@code from} reaching into it, leave of {@code range}. */
    private static void cut(SeqRange range, List<SeqRange> holes, int from, List<SeqRange> result) {
        long next = range.first();
        for (int i = from; i < holes.size() && holes.get(i).first() <= range.last(); i++) {
            var hole = holes.get(i);
            if (hole.first() > next) {
                result.add(new SeqRange(next, hole.first() - 1));
            }
            if (hole.last() >= range.last()) {
                return;
            }
            next = hole.last() + 1;
        }
        result.add(new SeqRange(next, range.last()));
    }
}

package dev.till.node.journal;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One file of the journal, and an index of it in memory: for every 64 KiB or so where they begin and whose datagrams they
 * hold. Written by the writer, read by readers: thread-safe.
 */
final class Segment {
    /** What files of segments end with. */
    static final String SUFFIX = ".segment";

    private static final int BLOCK_BYTES = 64 * 1024;

    /** Where to begin and end reading. */
    record Span(long from, long to) {}

    private record Block(long offset, long revision, RunningDots dots) {}

    private final Path path;
    private final long firstRevision;
    private final int day;
    private final long headerLength;
    private final boolean appendable;
    private final List<Block> blocks = new ArrayList<>();
    private final RunningDots all = new RunningDots(DotSet.EMPTY);
    private volatile long durableLength;
    private volatile long lastRevision;

    /** @param appendable whether this till may add to the file, and not only read it */
    Segment(Path path, long firstRevision, int day, long headerLength, boolean appendable) {
        this.path = path;
        this.firstRevision = firstRevision;
        this.day = day;
        this.headerLength = headerLength;
        this.appendable = appendable;
        this.durableLength = headerLength;
        this.lastRevision = firstRevision - 1;
    }

    static String fileName(long firstRevision) {
        return String.format(Locale.ROOT, "%019d%s", firstRevision, SUFFIX);
    }

    Path path() {
        return path;
    }

    long firstRevision() {
        return firstRevision;
    }

    /** The newest durable record, or one less than the first. */
    long lastRevision() {
        return lastRevision;
    }

    int day() {
        return day;
    }

    boolean isAppendable() {
        return appendable;
    }

    boolean isEmpty() {
        return durableLength <= headerLength;
    }

    /** Bytes that are on disk and whole. */
    long durableLength() {
        return durableLength;
    }

    /** Notes where a datagram lies. */
    synchronized void index(long offset, long revision, DeviceId device, long seq) {
        blockAt(offset, revision).dots().add(device, seq);
        all.add(device, seq);
    }

    /** Notes where a record without a dot lies. */
    synchronized void index(long offset, long revision) {
        blockAt(offset, revision);
    }

    /** Everything up to {@code length} is on disk. */
    void advance(long length, long revision) {
        lastRevision = revision;
        durableLength = length;
    }

    /** What was indexed beyond the durable length never came to be. */
    synchronized void rollBack() {
        blocks.removeIf(block -> block.offset() >= durableLength);
    }

    /** The datagrams in here; perhaps a few more that failed to be written. */
    synchronized DotSet dots() {
        return all.snapshot();
    }

    /** The part to read for records beyond {@code revision}. */
    synchronized Span after(long revision) {
        long from = headerLength;
        for (Block block : blocks) {
            if (block.revision() > revision + 1) {
                break;
            }
            from = block.offset();
        }
        return new Span(from, Math.max(from, durableLength));
    }

    /** The next part from {@code offset} on with datagrams that {@code have} lacks; empty when there is none. */
    synchronized Optional<Span> lacking(DotSet have, long offset) {
        if (all.snapshot().minus(have).isEmpty()) {
            return Optional.empty();
        }
        long length = durableLength;
        for (int i = blockFrom(offset); i < blocks.size(); i++) {
            var block = blocks.get(i);
            // The next block may have begun in what is not written yet, behind more of this one.
            long end = i + 1 < blocks.size() ? Math.min(blocks.get(i + 1).offset(), length) : length;
            if (end > block.offset() && !block.dots().snapshot().minus(have).isEmpty()) {
                return Optional.of(new Span(block.offset(), end));
            }
        }
        return Optional.empty();
    }

    /** The first block that begins at {@code offset} or beyond. */
    private int blockFrom(long offset) {
        int low = 0;
        int high = blocks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (blocks.get(middle).offset() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Block blockAt(long offset, long revision) {
        if (blocks.isEmpty() || offset - blocks.get(blocks.size() - 1).offset() >= BLOCK_BYTES) {
            blocks.add(new Block(offset, revision, new RunningDots(DotSet.EMPTY)));
        }
        return blocks.get(blocks.size() - 1);
    }
}

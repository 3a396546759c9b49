package dev.till.node.journal;

import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.ByteWriter;
import dev.till.protocol.wire.DotSetCodec;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends records: gathers them in one buffer, then writes and syncs that at once. Nothing counts before {@link #commit}
 * has returned; when it fails, the file is as it was before. Not thread-safe.
 */
final class JournalWriter implements Closeable {
    private static final int KEPT_BUFFER = 8 << 20;
    private static final int CHUNK = 256 * 1024;
    private static final String SYNC_FAILED =
            ". Nothing more is written until the node is restarted (reading goes on), for what"
                    + " the disk holds is unknown: look after the disk first";

    private final Path directory;
    private final long segmentBytes;
    private final List<Segment> segments;
    private ByteWriter buffer = new ByteWriter(64 * 1024);
    private FileChannel file;
    private Segment segment;
    private long lastBuffered;
    private boolean broken;
    private DeviceId origin;
    private boolean renumbered;

    JournalWriter(Path directory, long segmentBytes, List<Segment> segments) {
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.segments = new ArrayList<>(segments);
    }

    /** Segments begun from now on say that this device numbers under {@code current}. */
    void number(DeviceId current) {
        origin = current;
    }

    /** From now on this device numbers under {@code next}. A segment has one origin, so the next append begins another. */
    void renumber(DeviceId next) {
        origin = next;
        renumbered = true;
    }

    /** Oldest first; the last one is written to, if any is. */
    List<Segment> segments() {
        return List.copyOf(segments);
    }

    Path directory() {
        return directory;
    }

    int buffered() {
        return buffer.size();
    }

    /** Whether a sync has failed: what the disk holds is unknown, so nothing more is written until a restart. */
    boolean isBroken() {
        return broken;
    }

    /** Throws unless appends may be tried. */
    void requireHealthy() throws IOException {
        if (broken) {
            throw new IOException("journal: an earlier sync or truncation in " + directory + " failed" + SYNC_FAILED);
        }
    }

    /** Makes ready for appends from {@code nextRevision} on: a new segment where there is none, or a new day, or it is full. */
    void prepare(long nextRevision, int today, HybridTimestamp latest, DotSet applied) throws IOException {
        var newest = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        boolean fits = newest != null
                && !renumbered
                && newest.isAppendable()
                && newest.day() == today
                && newest.durableLength() < segmentBytes
                && nextRevision - newest.firstRevision() < Integer.MAX_VALUE / 2;
        if (!fits && (newest == null || renumbered || !newest.isEmpty() || !newest.isAppendable())) {
            begin(nextRevision, today, latest, applied);
        } else if (segment == null) {
            resume(newest);
        }
    }

    /** Begins a new segment, unless the current one is empty. */
    void rotate(long nextRevision, int today, HybridTimestamp latest, DotSet applied) throws IOException {
        if (!segments.isEmpty() && !segments.get(segments.size() - 1).isEmpty()) {
            begin(nextRevision, today, latest, applied);
        }
    }

    void append(Datagram datagram, long revision) {
        int start = RecordFrame.open(buffer);
        DatagramCodec.write(datagram, buffer);
        close(start, revision, RecordFrame.DATAGRAM);
        segment.index(
                segment.durableLength() + start,
                revision,
                datagram.dot().device(),
                datagram.dot().seq());
    }

    void append(DotSet cover, long revision) {
        int start = RecordFrame.open(buffer);
        DotSetCodec.write(cover, buffer);
        close(start, revision, RecordFrame.COVER);
        segment.index(segment.durableLength() + start, revision);
    }

    /** Writes and syncs all that was appended. */
    void commit() throws IOException {
        long end = segment.durableLength() + buffer.size();
        try {
            write();
        } catch (IOException e) {
            rollBack(e);
            throw JournalFullException.explain(e, directory, buffer.size());
        }
        try {
            file.force(false);
        } catch (IOException e) {
            broken = true;
            var failure = new IOException(
                    "journal: syncing " + segment.path() + " failed: " + e.getMessage() + SYNC_FAILED, e);
            rollBack(failure);
            throw failure;
        }
        segment.advance(end, lastBuffered);
        discard();
    }

    /** Forgets what was appended and not committed. */
    void discard() {
        if (buffer.size() > KEPT_BUFFER) {
            buffer = new ByteWriter(64 * 1024);
        }
        buffer.clear();
        if (segment != null) {
            segment.rollBack();
        }
    }

    /** Removes the oldest segment. */
    void removeOldest() throws IOException {
        Files.deleteIfExists(segments.get(0).path());
        segments.remove(0);
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    private void close(int start, long revision, byte type) {
        int offset = Math.toIntExact(revision - segment.firstRevision());
        RecordFrame.close(buffer, start, offset, type, segment.firstRevision());
        lastBuffered = revision;
    }

    private void write() throws IOException {
        var bytes = buffer.view();
        long at = segment.durableLength();
        while (bytes.position() < buffer.size()) {
            bytes.limit(Math.min(buffer.size(), bytes.position() + CHUNK));
            at += file.write(bytes, at);
        }
    }

    private void rollBack(IOException cause) {
        try {
            file.truncate(segment.durableLength());
        } catch (IOException e) {
            // What lies beyond the durable length may become a record at the next start: the same as a crash just now.
            broken = true;
            cause.addSuppressed(e);
        }
    }

    private void resume(Segment last) throws IOException {
        cutTail(last);
        file = FileChannel.open(last.path(), StandardOpenOption.WRITE);
        segment = last;
    }

    /** What recovery found behind the last whole record goes, but not before a new segment bears witness of a new origin. */
    private static void cutTail(Segment segment) throws IOException {
        try (var file = FileChannel.open(segment.path(), StandardOpenOption.WRITE)) {
            if (file.size() > segment.durableLength()) {
                file.truncate(segment.durableLength());
                file.force(true);
            }
        }
    }

    private void begin(long first, int day, HybridTimestamp latest, DotSet applied) throws IOException {
        var path = directory.resolve(Segment.fileName(first));
        FileChannel created = null;
        byte[] header = {};
        try {
            // A leftover of a failed attempt holds nothing that counts.
            created = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
            header = SegmentHeader.encode(first, day, latest, applied, new Seal(origin, Place.of(path)));
            var bytes = java.nio.ByteBuffer.wrap(header);
            while (bytes.hasRemaining()) {
                created.write(bytes);
            }
            created.force(true);
            Directories.sync(directory);
        } catch (IOException e) {
            throw abandon(created, path, JournalFullException.explain(e, directory, header.length));
        }
        close();
        file = created;
        boolean anew = renumbered;
        renumbered = false;
        // An empty segment of the same first revision was just written over.
        segments.removeIf(each -> each.path().equals(path));
        var before = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        segment = new Segment(path, first, day, header.length, true);
        segments.add(segment);
        if (anew) {
            RestoredMark.clear(directory);
        }
        if (before != null) {
            cutTail(before);
        }
    }

    private static IOException abandon(FileChannel created, Path path, IOException cause) {
        try {
            if (created != null) {
                created.close();
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        return cause;
    }
}

package dev.till.node.journal;

import dev.till.node.message.Folded;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.DotSetCodec;
import dev.till.protocol.wire.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads all segments of a journal and mends what a crash or the disk has done to them.
 *
 * <p>A torn tail (no valid record behind it, in the last segment) is cut off by the writer, once a
 * new segment has the place of what was there: it was never acknowledged, as far as one can tell. Damage before
 * a valid record stays where it is and is stepped over. Either is copied to {@code quarantine/} and reported, and unless
 * a later record shows how far this device's numbers had come, {@link Numbering} is in doubt.
 */
final class Recovery {
    private final Path directory;
    private final boolean mend;
    private final List<Segment> segments = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final RunningDots applied;
    private DotSet claimed;
    private Numbering numbering = Numbering.UNKNOWN;
    private long latest;
    private long lastRevision;

    private Recovery(Path directory, Folded folded, boolean mend) {
        this.directory = directory;
        this.mend = mend;
        applied = new RunningDots(folded.applied());
        claimed = folded.applied();
        latest = folded.latest().nanos();
        lastRevision = folded.revision();
    }

    /** Reads the journal in {@code directory} and mends it. */
    static Recovered recover(Path directory, Folded folded) throws IOException {
        return new Recovery(directory, folded, true).run(folded);
    }

    /** Reads the journal in {@code directory} and changes nothing. */
    static Recovered inspect(Path directory, Folded folded) throws IOException {
        return new Recovery(directory, folded, false).run(folded);
    }

    private Recovered run(Folded folded) throws IOException {
        var files = segmentFiles(directory);
        if (!files.isEmpty() && firstRevision(files.get(0)) > folded.revision() + 1) {
            throw new IOException(
                    "store: holds the journal up to revision " + folded.revision() + ", but what is left of it in "
                            + directory + " begins at " + firstRevision(files.get(0))
                            + " (expected: nothing missing between them). Restore store.db and journal/ from one backup, or enroll"
                            + " this machine again with an empty home");
        }
        for (int i = 0; i < files.size(); i++) {
            read(files.get(i), i + 1 == files.size());
        }
        if (segments.isEmpty() || segments.get(segments.size() - 1).lastRevision() < folded.revision()) {
            numbering = numbering.without("the end of the journal is missing");
        }
        if (RestoredMark.isSet(directory)) {
            numbering = numbering.asCopy();
        }
        return new Recovered(
                segments,
                applied.snapshot(),
                claimed.union(applied.snapshot()),
                numbering,
                new HybridTimestamp(latest),
                lastRevision,
                warnings);
    }

    /** The files of the segments in {@code directory}, oldest first. */
    static List<Path> segmentFiles(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d{19}\\" + Segment.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    static long firstRevision(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(0, 19));
    }

    private void read(Path path, boolean isLast) throws IOException {
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = file.size();
            var header = readHeader(file, path);
            long start = header.map(SegmentHeader::length).orElse(0);
            var segment = new Segment(
                    path,
                    firstRevision(path),
                    header.map(SegmentHeader::day).orElse(0),
                    start,
                    header.map(SegmentHeader::minor).orElse(Integer.MAX_VALUE) <= SegmentHeader.MINOR);
            header.ifPresent(this::learn);
            var place = Place.of(path);
            numbering = header.flatMap(SegmentHeader::seal)
                    .map(seal -> Numbering.of(seal, place))
                    .orElse(Numbering.UNKNOWN);
            long end = readRecords(file, segment, size, isLast);
            if (header.isPresent() || end > 0) {
                segments.add(segment);
            } else {
                // The next segment takes its name and its place.
                lastRevision = Math.max(lastRevision, firstRevision(path) - 1);
            }
        }
    }

    /** The header; empty when it is damaged, for the name of the file tells all that reading the records needs. */
    private Optional<SegmentHeader> readHeader(FileChannel file, Path path) throws IOException {
        var start = readStart(file, SegmentHeader.FIXED);
        if (start.remaining() == SegmentHeader.FIXED) {
            start = readStart(file, Math.max(SegmentHeader.lengthIn(start), SegmentHeader.FIXED));
        }
        try {
            return Optional.of(SegmentHeader.decode(start, path.toString()))
                    .filter(header -> header.firstRevision() == firstRevision(path));
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private static ByteBuffer readStart(FileChannel file, int length) throws IOException {
        var start = ByteBuffer.allocate((int) Math.min(file.size(), Math.min(length, SegmentHeader.MAX_LENGTH)));
        int read;
        do {
            read = file.read(start, start.position());
        } while (read > 0);
        return start.flip();
    }

    private void learn(SegmentHeader header) {
        claimed = claimed.union(header.applied());
        latest = Math.max(latest, header.latest().nanos());
    }

    /** Answers where the last valid record ends. */
    private long readRecords(FileChannel file, Segment segment, long size, boolean isLast) throws IOException {
        long from = segment.durableLength();
        var scanner = new RecordScanner(
                file,
                segment.firstRevision(),
                from,
                size,
                (bad, end) -> isolate(file, segment, bad, end, isLast && end == size));
        long end = from;
        while (scanner.next()) {
            learn(scanner, segment);
            end = scanner.end();
            segment.advance(end, scanner.revision());
            lastRevision = Math.max(lastRevision, scanner.revision());
        }
        if (!isLast) {
            segment.advance(size, segment.lastRevision());
        }
        return end;
    }

    private void learn(RecordScanner scanner, Segment segment) {
        try {
            if (scanner.type() == RecordFrame.DATAGRAM) {
                var head = DatagramHead.of(scanner.body());
                applied.add(head.device(), head.seq());
                numbering = numbering.with(head.device());
                latest = Math.max(latest, head.nanos());
                segment.index(scanner.start(), scanner.revision(), head.device(), head.seq());
                return;
            }
            if (scanner.type() == RecordFrame.COVER) {
                applied.addAll(DotSetCodec.read(new ByteReader(scanner.body())));
            }
        } catch (MalformedException e) {
            numbering = numbering.without("a record of the journal cannot be read");
            warnings.add(segment.path() + ": record at offset " + scanner.start() + " is whole but cannot be read: "
                    + e.getMessage());
        }
        segment.index(scanner.start(), scanner.revision());
    }

    private void isolate(FileChannel file, Segment segment, long from, long to, boolean isTail) throws IOException {
        numbering = numbering.without(isTail ? "the end of the journal was torn" : "the journal is damaged");
        var what = segment.path() + ": " + (to - from) + " bytes at offset " + from;
        if (!mend) {
            warnings.add(what + (isTail ? " are a torn tail" : " are damaged"));
            return;
        }
        var name = segment.path().getFileName().toString().replace(Segment.SUFFIX, "") + "-" + from + ".damaged";
        var copy = directory.resolve("quarantine").resolve(name);
        copy(file, from, to, copy);
        warnings.add(what + (isTail ? " were a torn tail: cut off" : " are damaged: stepped over, what follows is kept")
                + "; a copy is in " + copy);
    }

    /** Keeps the bytes for whoever wants to look; on a full disk the node must start all the same. */
    private void copy(FileChannel file, long from, long to, Path copy) {
        try {
            Directories.create(copy.getParent());
            if (!Files.exists(copy)) {
                try (var out = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                    file.transferTo(from, to - from, out);
                }
            }
        } catch (IOException e) {
            warnings.add("could not copy them: " + e.getMessage());
        }
    }
}

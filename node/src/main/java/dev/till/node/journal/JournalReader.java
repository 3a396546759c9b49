package dev.till.node.journal;

import dev.till.node.message.HistoryCommand.Answer;
import dev.till.node.message.RecordLog;
import dev.till.node.message.Recorded;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.MalformedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the segments up to what the writer says is durable. Thread-safe; holds no file open between calls. */
final class JournalReader implements RecordLog {
    private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

    private record View(List<Segment> segments, Extent extent) {}

    private interface Visit {
        /** Answers whether to go on. */
        boolean read(RecordScanner scanner) throws MalformedException;
    }

    private volatile View view = new View(List.of(), new Extent(0, DotSet.EMPTY));

    /** Shows readers what is durable from now on. */
    void show(List<Segment> segments, DotSet applied, long newest) {
        view = new View(segments, new Extent(newest, applied));
    }

    /** What is shown. */
    List<Segment> segments() {
        return view.segments();
    }

    /** What is shown, as files. */
    List<SegmentFile> files() {
        return view.segments().stream()
                .map(segment -> new SegmentFile(segment.path(), segment.firstRevision(), segment.durableLength()))
                .toList();
    }

    @Override
    public long oldest() {
        var now = view;
        return now.segments().isEmpty()
                ? now.extent().newest() + 1
                : now.segments().get(0).firstRevision();
    }

    @Override
    public Extent extent() {
        return view.extent();
    }

    @Override
    public void after(long revision, Predicate<Recorded> visitor) throws IOException {
        Visit visit = scanner ->
                scanner.revision() <= revision || visitor.test(new Recorded(decode(scanner), scanner.revision()));
        for (Segment segment : view.segments()) {
            if (segment.lastRevision() > revision && !read(segment, segment.after(revision), visit)) {
                return;
            }
        }
    }

    @Override
    public List<Recorded> history(String entity, Optional<String> field, int limit) throws IOException {
        var newest = new ArrayDeque<Recorded>();
        Visit visit = scanner -> {
            if (names(scanner, entity, field)) {
                newest.add(new Recorded(decode(scanner), scanner.revision()));
                if (newest.size() > limit) {
                    newest.removeFirst();
                }
            }
            return true;
        };
        for (Segment segment : view.segments()) {
            read(segment, segment.after(0), visit);
        }
        return List.copyOf(newest);
    }

    @Override
    public Answer missing(DotSet have, long cursor, int maxBytes) throws IOException {
        var now = view;
        if (!isHere(now, have)) {
            return new Answer.Gone();
        }
        var page = new Page(have, cursor, maxBytes);
        for (Segment segment : now.segments()) {
            if (segment.lastRevision() <= cursor) {
                continue;
            }
            var next = segment.lacking(have, segment.after(cursor).from());
            while (next.isPresent()) {
                if (!read(segment, next.get(), page)) {
                    return new Answer.Range(page.datagrams, page.last);
                }
                next = segment.lacking(have, next.get().to());
            }
        }
        // A segment removed while it was read leaves dots out of the page that the caller asked for.
        return isHere(view, have) ? new Answer.Range(page.datagrams, -1) : new Answer.Gone();
    }

    /** Whether every dot that is applied here and not in {@code have} is still in a segment. */
    private static boolean isHere(View now, DotSet have) {
        var asked = now.extent().applied().minus(have);
        for (Segment segment : now.segments()) {
            if (asked.isEmpty()) {
                return true;
            }
            asked = asked.minus(segment.dots());
        }
        return asked.isEmpty();
    }

    private static boolean read(Segment segment, Segment.Span span, Visit visit) throws IOException {
        try (var file = FileChannel.open(segment.path(), StandardOpenOption.READ)) {
            var scanner = new RecordScanner(
                    file,
                    segment.firstRevision(),
                    span.from(),
                    span.to(),
                    (from, to) ->
                            LOG.debug("Stepped over {} damaged bytes at {} of {}", to - from, from, segment.path()));
            while (scanner.next()) {
                if (scanner.type() == RecordFrame.DATAGRAM && !visit(visit, scanner, segment)) {
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException e) {
            LOG.debug("Segment {} was removed before it could be read", segment.path());
            return true;
        }
    }

    private static boolean visit(Visit visit, RecordScanner scanner, Segment segment) {
        try {
            return visit.read(scanner);
        } catch (MalformedException e) {
            LOG.debug("Stepped over the record at {} of {}: {}", scanner.start(), segment.path(), e.getMessage());
            return true;
        }
    }

    private static Datagram decode(RecordScanner scanner) throws MalformedException {
        return DatagramCodec.read(new ByteReader(scanner.body()));
    }

    /** Looks at the names in the encoded form only: most records are of something else. */
    private static boolean names(RecordScanner scanner, String entity, Optional<String> field)
            throws MalformedException {
        var reader = new ByteReader(scanner.body().duplicate());
        DatagramHead.read(reader);
        reader.readByte();
        return reader.readText().equals(entity)
                && (field.isEmpty() || reader.readText().equals(field.get()));
    }

    /** Gathers what {@code have} lacks until the page is full. */
    private static final class Page implements Visit {
        private final DotSet have;
        private final long cursor;
        private final int maxBytes;
        private final List<Datagram> datagrams = new ArrayList<>();
        private int bytes;
        private long last;

        Page(DotSet have, long cursor, int maxBytes) {
            this.have = have;
            this.cursor = cursor;
            this.maxBytes = maxBytes;
            this.last = cursor;
        }

        @Override
        public boolean read(RecordScanner scanner) throws MalformedException {
            if (scanner.revision() <= cursor) {
                return true;
            }
            var head = DatagramHead.of(scanner.body());
            if (have.of(head.device()).contains(head.seq())) {
                return true;
            }
            int size = scanner.body().remaining();
            if (!datagrams.isEmpty() && bytes + size > maxBytes) {
                return false;
            }
            datagrams.add(decode(scanner));
            bytes += size;
            last = scanner.revision();
            return true;
        }
    }
}

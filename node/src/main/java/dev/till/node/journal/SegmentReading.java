package dev.till.node.journal;

import dev.till.node.message.SealedSegments;
import dev.till.protocol.datagram.DatagramCodec;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.wire.ByteReader;
import dev.till.protocol.wire.DotSetCodec;
import dev.till.protocol.wire.MalformedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/** The sealed segments of a journal, as its reader shows them. */
final class SegmentReading implements SealedSegments {
    private final JournalReader reader;

    SegmentReading(JournalReader reader) {
        this.reader = reader;
    }

    @Override
    public List<Sealed> list() {
        var all = reader.segments();
        return IntStream.range(0, Math.max(0, all.size() - 1))
                .mapToObj(all::get)
                .filter(segment -> !segment.isEmpty())
                .map(segment -> new Sealed(
                        segment.path(), segment.firstRevision(), segment.lastRevision(), segment.durableLength()))
                .toList();
    }

    @Override
    public long openBytes() {
        var all = reader.segments();
        return all.isEmpty() || all.get(all.size() - 1).isEmpty()
                ? 0
                : all.get(all.size() - 1).durableLength();
    }

    @Override
    public Contents read(Path path, long length, Taker taker) throws IOException {
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            var header = header(file, path, length);
            var dots = new RunningDots(DotSet.EMPTY);
            var covers = DotSet.EMPTY;
            var damaged = new long[1];
            var scanner = new RecordScanner(
                    file, header.firstRevision(), header.length(), length, (from, to) -> damaged[0] += to - from);
            while (scanner.next()) {
                var body = new ByteReader(scanner.body());
                if (scanner.type() == RecordFrame.DATAGRAM) {
                    var datagram = DatagramCodec.read(body);
                    dots.add(datagram.dot().device(), datagram.dot().seq());
                    taker.take(datagram);
                } else if (scanner.type() == RecordFrame.COVER) {
                    covers = covers.union(DotSetCodec.read(body));
                }
            }
            return new Contents(header.firstRevision(), header.applied(), dots.snapshot(), covers, damaged[0]);
        } catch (MalformedException e) {
            throw new IOException(path + ": no segment of a journal: " + e.getMessage(), e);
        }
    }

    private static SegmentHeader header(FileChannel file, Path path, long length)
            throws IOException, MalformedException {
        var start = read(file, Math.min(length, SegmentHeader.FIXED));
        if (start.remaining() < SegmentHeader.FIXED) {
            throw new MalformedException("shorter than a header");
        }
        int said = SegmentHeader.lengthIn(start);
        if (said < SegmentHeader.FIXED || said > Math.min(length, SegmentHeader.MAX_LENGTH)) {
            throw new MalformedException("header of " + said + " bytes");
        }
        return SegmentHeader.decode(read(file, said), path.toString());
    }

    private static ByteBuffer read(FileChannel file, long count) throws IOException {
        var bytes = ByteBuffer.allocate((int) count);
        int read;
        do {
            read = file.read(bytes, bytes.position());
        } while (read > 0);
        return bytes.flip();
    }
}

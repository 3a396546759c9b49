package dev.till.node.journal;

import static dev.till.node.journal.JournalFiles.A;
import static dev.till.node.journal.JournalFiles.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.message.Folded;
import dev.till.node.message.Recorded;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.SeqRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecoveryTest {
    private static final int RECORDS = 9;

    @TempDir
    Path directory;

    @Test
    void fileCutAtAnyByte_keepsEveryWholeRecord() throws IOException {
        var written = JournalFiles.datagrams(RECORDS);
        var file = JournalFiles.write(directory, written);
        var bytes = Files.readAllBytes(file);
        var ends = ends(bytes);

        for (int cut = 0; cut < bytes.length; cut++) {
            Files.write(file, Arrays.copyOf(bytes, cut));
            var recovered = JournalFiles.recover(directory);
            int whole = countUpTo(ends, cut);

            assertThat(datagrams(recovered)).as("cut at %d", cut).isEqualTo(written.subList(0, whole));
            assertThat(recovered.applied().size()).as("cut at %d", cut).isEqualTo(whole);
            boolean isClean = ends.contains(cut) || cut == headerLength(bytes);
            assertThat(recovered.warnings()).as("cut at %d", cut).hasSize(isClean || cut == 0 ? 0 : 1);
        }
    }

    @Test
    void fileCutAtAnyByte_takesAppendsAgain() throws IOException {
        var written = JournalFiles.datagrams(3);
        var file = JournalFiles.write(directory, written);
        var bytes = Files.readAllBytes(file);
        var more = JournalFiles.datagram(A, 90, "1");

        for (int cut = 0; cut < bytes.length; cut += 5) {
            Files.write(file, Arrays.copyOf(bytes, cut));
            var recovered = JournalFiles.recover(directory);
            try (var writer = new JournalWriter(directory, Long.MAX_VALUE, recovered.segments())) {
                JournalFiles.append(writer, recovered.lastRevision() + 1, List.of(more));
            }
            var again = JournalFiles.recover(directory);

            assertThat(datagrams(again)).as("cut at %d", cut).endsWith(more);
            assertThat(again.warnings()).as("cut at %d", cut).isEmpty();
            Files.deleteIfExists(directory.resolve(Segment.fileName(recovered.lastRevision() + 1)));
        }
    }

    @Test
    void anyByteFlipped_losesAtMostTheRecordItIsIn() throws IOException {
        var written = JournalFiles.datagrams(RECORDS);
        var file = JournalFiles.write(directory, written);
        var bytes = Files.readAllBytes(file);
        var ends = ends(bytes);

        for (int at = 0; at < bytes.length; at++) {
            var damaged = bytes.clone();
            damaged[at] ^= 0x41;
            Files.write(file, damaged);
            var recovered = JournalFiles.recover(directory);

            var expected = new java.util.ArrayList<>(written);
            if (at >= headerLength(bytes)) {
                expected.remove(countUpTo(ends, at));
            }
            assertThat(datagrams(recovered)).as("flipped at %d", at).isEqualTo(expected);
            assertThat(recovered.warnings()).as("flipped at %d", at).hasSize(1).allMatch(w -> w.contains("offset"));
        }
    }

    @Test
    void damageInTheMiddle_isKeptInQuarantineAndItsDotIsAGap() throws IOException {
        var file = JournalFiles.write(directory, JournalFiles.datagrams(RECORDS));
        var bytes = Files.readAllBytes(file);
        int start = ends(bytes).get(3);
        bytes[start + RecordFrame.SIZE] ^= 1;
        Files.write(file, bytes);

        var recovered = JournalFiles.recover(directory);

        assertThat(recovered.applied().of(A).ranges()).containsExactly(new SeqRange(1, 2), new SeqRange(4, 5));
        assertThat(recovered.claimed().of(B).contiguous()).isEqualTo(4);
        var quarantine = directory
                .resolve("quarantine")
                .resolve(Segment.fileName(1).replace(".segment", "") + "-" + start + ".damaged");
        assertThat(quarantine)
                .hasBinaryContent(Arrays.copyOfRange(bytes, start, ends(bytes).get(4)));
        assertThat(recovered.warnings()).singleElement().asString().contains(file.toString(), "offset " + start);
    }

    @Test
    void revisions_surviveDamageBeforeThem() throws IOException {
        var file = JournalFiles.write(directory, JournalFiles.datagrams(RECORDS));
        var bytes = Files.readAllBytes(file);
        bytes[ends(bytes).get(0) + 1] ^= 1;
        Files.write(file, bytes);

        assertThat(JournalFiles.read(JournalFiles.recover(directory)))
                .extracting(Recorded::revision)
                .containsExactly(1L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void recordsInsideAValue_areNotTakenForRecords() throws IOException {
        var inner = JournalFiles.write(directory.resolve("other"), JournalFiles.datagrams(1));
        var whole = Files.readAllBytes(inner);
        var record = Arrays.copyOfRange(whole, headerLength(whole), whole.length);
        var file = JournalFiles.write(directory.resolve("journal"), JournalFiles.datagrams(2));
        // The record is valid for a segment that begins at 1, so move it to one that begins elsewhere.
        var moved = file.resolveSibling(Segment.fileName(5));
        Files.write(moved, SegmentHeader.encode(1, 0, 5, 0, new HybridTimestamp(0), DotSet.EMPTY, new byte[0]));
        Files.write(moved, record, java.nio.file.StandardOpenOption.APPEND);

        var recovered = JournalFiles.recover(file.getParent());

        assertThat(recovered.lastRevision()).isEqualTo(2);
        assertThat(recovered.warnings()).singleElement().asString().contains("torn tail");
    }

    @Test
    void newerMajor_isRefusedNamingBothVersions() throws IOException {
        var header = SegmentHeader.encode(2, 3, 1, 0, new HybridTimestamp(0), DotSet.EMPTY, new byte[0]);
        Files.write(directory.resolve(Segment.fileName(1)), header);

        assertThatThrownBy(() -> JournalFiles.recover(directory))
                .isInstanceOf(FormatTooNewException.class)
                .hasMessageContaining("2.3")
                .hasMessageContaining("1.1");
    }

    @Test
    void newerMinor_isReadAndNotAppendedTo() throws IOException {
        var file = JournalFiles.write(directory, JournalFiles.datagrams(2));
        var bytes = Files.readAllBytes(file);
        var header = SegmentHeader.encode(1, 7, 1, 0, new HybridTimestamp(0), DotSet.EMPTY, new byte[] {1, 2, 3});
        Files.write(file, header);
        Files.write(
                file,
                Arrays.copyOfRange(bytes, headerLength(bytes), bytes.length),
                java.nio.file.StandardOpenOption.APPEND);

        var recovered = JournalFiles.recover(directory);

        assertThat(datagrams(recovered)).hasSize(2);
        assertThat(recovered.segments().get(0).isAppendable()).isFalse();
    }

    @Test
    void recordsOfUnknownType_areSteppedOverAndKept() throws IOException {
        var file = JournalFiles.write(directory, JournalFiles.datagrams(1));
        var writer = new dev.till.protocol.wire.ByteWriter(64);
        int start = RecordFrame.open(writer);
        writer.putText("from the future");
        RecordFrame.close(writer, start, 1, (byte) 99, 1);
        Files.write(file, writer.toByteArray(), java.nio.file.StandardOpenOption.APPEND);
        long size = Files.size(file);

        var recovered = JournalFiles.recover(directory);

        assertThat(recovered.lastRevision()).isEqualTo(2);
        assertThat(recovered.warnings()).isEmpty();
        assertThat(file).hasSize(size);
    }

    @Test
    void journalThatBeginsAfterTheStore_isRefused() throws IOException {
        JournalFiles.write(directory, JournalFiles.datagrams(2));
        Files.move(directory.resolve(Segment.fileName(1)), directory.resolve(Segment.fileName(100)));

        assertThatThrownBy(() -> Recovery.recover(directory, Folded.NOTHING))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("begins at 100");
    }

    private static List<Datagram> datagrams(Recovered recovered) throws IOException {
        return JournalFiles.read(recovered).stream().map(Recorded::datagram).toList();
    }

    private static int headerLength(byte[] bytes) {
        return java.nio.ByteBuffer.wrap(bytes).getInt(12);
    }

    /** Where each record ends. */
    private static List<Integer> ends(byte[] bytes) {
        var ends = new java.util.ArrayList<Integer>();
        int at = headerLength(bytes);
        while (at < bytes.length) {
            at += RecordFrame.SIZE + java.nio.ByteBuffer.wrap(bytes).getInt(at + 8);
            ends.add(at);
        }
        return ends;
    }

    private static int countUpTo(List<Integer> ends, int offset) {
        return (int) ends.stream().filter(end -> end <= offset).count();
    }
}

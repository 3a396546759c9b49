package dev.till.node.journal;

import static dev.till.node.journal.JournalFiles.A;
import static dev.till.node.journal.JournalFiles.datagram;
import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.message.HistoryCommand.Answer;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.SeqRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalReaderTest {
    /** Enough of them fill more than one block of the index of a segment. */
    private static final int MANY = 200;

    @TempDir
    Path directory;

    @Test
    void peers_getWhatIsDurable_alsoWhileMoreIsAppended() throws IOException {
        var reader = new JournalReader();
        try (var writer = new JournalWriter(directory, Long.MAX_VALUE, List.of())) {
            var durable = large(1, 10);
            JournalFiles.append(writer, 1, durable);
            reader.show(writer.segments(), applied(durable), durable.size());
            long revision = durable.size();
            for (Datagram datagram : large(durable.size() + 1, MANY)) {
                revision++;
                writer.append(datagram, revision);

                var answer = reader.missing(DotSet.EMPTY, 0, 1 << 20);

                assertThat(answer).isEqualTo(new Answer.Range(durable, -1));
            }
        }
    }

    private static DotSet applied(List<Datagram> datagrams) {
        return DotSet.EMPTY.plus(A, new SeqRange(1, datagrams.size()));
    }

    private static List<Datagram> large(int first, int count) {
        var all = new ArrayList<Datagram>();
        for (int i = 0; i < count; i++) {
            all.add(datagram(A, first + i, "\"" + "v".repeat(1000) + "\""));
        }
        return all;
    }
}

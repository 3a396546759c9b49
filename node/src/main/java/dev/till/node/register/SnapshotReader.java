package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.HistoryCommand.Answer.SnapshotPage;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.RegisterKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;

/** Tells the registers as datagrams which, applied to nothing, lead to the same registers. */
final class SnapshotReader {
    private static final int CHUNK = 256;

    /** Parts entity and field in the key to go on with; neither holds it. */
    private static final char SEPARATOR = '\n';

    private SnapshotReader() {}

    /** A page of about {@code maxBytes}, beyond the key {@code after}; throws IllegalArgumentException if that is none. */
    static SnapshotPage page(RegisterTable table, Optional<String> after, int maxBytes) throws IOException {
        var covers = table.progress().applied();
        var datagrams = new ArrayList<Datagram>();
        var last = after.map(SnapshotReader::parse);
        long bytes = 0;
        while (true) {
            var page = table.scan("", last, CHUNK);
            for (Entry entry : page.entries()) {
                if (!datagrams.isEmpty() && bytes + Kept.Whole.bytes(entry) > maxBytes) {
                    return new SnapshotPage(datagrams, covers, last.map(SnapshotReader::format));
                }
                datagrams.addAll(Datagram.of(entry.key(), entry.register()));
                bytes += Kept.Whole.bytes(entry);
                last = Optional.of(entry.key());
            }
            if (!page.more()) {
                return new SnapshotPage(datagrams, covers, Optional.empty());
            }
        }
    }

    private static String format(RegisterKey key) {
        return key.entity().value() + SEPARATOR + key.field().value();
    }

    private static RegisterKey parse(String key) {
        int at = key.indexOf(SEPARATOR);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "snapshot position: '" + key + "' (expected: one told by the page before)");
        }
        return RegisterKey.of(key.substring(0, at), key.substring(at + 1));
    }
}

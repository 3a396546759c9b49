package dev.till.node.register;

import dev.till.node.message.Entry;
import dev.till.node.message.HistoryCommand.Answer.SnapshotPage;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.VersionVector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

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
                datagrams.addAll(datagrams(entry));
                bytes += Kept.Whole.bytes(entry);
                last = Optional.of(entry.key());
            }
            if (!page.more()) {
                return new SnapshotPage(datagrams, covers, Optional.empty());
            }
        }
    }

    /** One datagram for each version; merged they are the register. */
    static List<Datagram> datagrams(Entry entry) {
        var register = entry.register();
        return register.versions().stream()
                .map(version -> new Datagram(entry.key(), version, contextOf(version, register)))
                .toList();
    }

    /** All that the register has seen but its other versions, which this one does not supersede. */
    private static VersionVector contextOf(Version version, Register register) {
        var context = new TreeMap<DeviceId, Long>(register.context().entries());
        for (Version other : register.versions()) {
            Dot dot = other.dot();
            if (!dot.equals(version.dot())) {
                context.merge(dot.device(), dot.seq() - 1, Math::min);
            }
        }
        context.values().removeIf(seq -> seq < 1);
        return new VersionVector(context);
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

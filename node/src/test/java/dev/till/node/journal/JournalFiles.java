package dev.till.node.journal;

import dev.till.node.message.Folded;
import dev.till.node.message.Recorded;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes journals for tests, without an actor. */
final class JournalFiles {
    static final DeviceId A = new DeviceId(1, 0, 0);
    static final DeviceId B = new DeviceId(2, 0, 0);

    private JournalFiles() {}

    static Datagram datagram(DeviceId device, long seq, String json) {
        var version =
                new Version(new Dot(device, seq), new HybridTimestamp(1_000_000 + seq), new Value(json), Extra.NONE);
        return new Datagram(RegisterKey.of("e" + seq % 3, "f"), version, VersionVector.EMPTY);
    }

    /** Some datagrams of two devices and different lengths, numbered from 1. */
    static List<Datagram> datagrams(int count) {
        var all = new ArrayList<Datagram>();
        for (int i = 0; i < count; i++) {
            all.add(datagram(i % 2 == 0 ? A : B, i / 2 + 1, "\"" + "v".repeat(i % 5) + "\""));
        }
        return all;
    }

    /** Appends in one go, each with the next revision. */
    static void append(JournalWriter writer, long firstRevision, List<Datagram> datagrams) throws IOException {
        writer.number(A);
        writer.prepare(firstRevision, 0, new HybridTimestamp(0), DotSet.EMPTY);
        long revision = firstRevision;
        for (Datagram datagram : datagrams) {
            writer.append(datagram, revision++);
        }
        writer.commit();
    }

    /** A journal of one segment; answers its file. */
    static Path write(Path directory, List<Datagram> datagrams) throws IOException {
        Files.createDirectories(directory);
        try (var writer = new JournalWriter(directory, Long.MAX_VALUE, List.of())) {
            append(writer, 1, datagrams);
            return writer.segments().get(0).path();
        }
    }

    /** Everything that can be read from the segments. */
    static List<Recorded> read(Recovered recovered) throws IOException {
        var reader = new JournalReader();
        reader.show(recovered.segments(), recovered.applied(), recovered.lastRevision());
        var all = new ArrayList<Recorded>();
        reader.after(0, all::add);
        return all;
    }

    static Recovered recover(Path directory) throws IOException {
        return Recovery.recover(directory, Folded.NOTHING);
    }
}

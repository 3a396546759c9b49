package dev.till.node.journal;

import static dev.till.node.journal.JournalFiles.B;

import com.typesafe.config.ConfigFactory;
import dev.till.node.message.Durable;
import dev.till.node.message.Folded;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.Describe;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.JournalCommand.Release;
import dev.till.node.message.JournalCommand.Released;
import dev.till.node.message.JournalCommand.Write;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.ClockComparison;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.DotSet;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A journal on a disk of its own, under a clock that the test sets. */
abstract class JournalActorTest {
    static final DeviceId SELF = new DeviceId(7, 0, 1);
    static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    static final RegisterKey KEY = RegisterKey.of("hosts/m2", "port");

    @TempDir
    Path directory;

    final ActorTestKit kit = ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load()));
    final TestProbe<Appended> appended = kit.createTestProbe();
    final TestProbe<Durable> durable = kit.createTestProbe();
    final List<OpenJournal> opened = new ArrayList<>();
    Instant now = NOON;
    OpenJournal open;

    @AfterEach
    void stop() throws IOException {
        kit.shutdownTestKit();
        for (OpenJournal each : opened) {
            each.close();
        }
    }

    ActorRef<JournalCommand> start(JournalSettings settings) throws IOException {
        open = OpenJournal.open(directory, settings, Folded.NOTHING, true);
        opened.add(open);
        return kit.spawn(Journal.create(SELF, open, () -> now));
    }

    static JournalCommand compared(Duration ahead) {
        return compared(ahead, DotSet.EMPTY);
    }

    static JournalCommand compared(Duration ahead, DotSet head) {
        return new JournalCommand.Compared(
                new ClockComparison(new TreeMap<>(Map.of(B, ahead))), new TreeMap<>(Map.of(B, head)));
    }

    Appended.Done done() {
        return (Appended.Done) appended.receiveMessage();
    }

    JournalState describe(ActorRef<JournalCommand> journal) {
        var probe = kit.<JournalState>createTestProbe();
        journal.tell(new Describe(probe.ref()));
        return probe.receiveMessage();
    }

    Released release(ActorRef<JournalCommand> journal, long folded, long stable) {
        var probe = kit.<Released>createTestProbe();
        journal.tell(new Release(folded, VersionVector.of(new Dot(SELF, stable)), probe.ref()));
        return probe.receiveMessage();
    }

    static Write write(String json) {
        return new Write(KEY, new Value(json.equals("x") ? "0" : json), VersionVector.EMPTY, Optional.empty());
    }

    static Datagram datagram(DeviceId device, long seq, Instant when) {
        var version = new Version(new Dot(device, seq), at(when), new Value(Long.toString(seq)), Extra.NONE);
        return new Datagram(KEY, version, VersionVector.EMPTY);
    }

    static HybridTimestamp at(Instant when) {
        return HybridTimestamp.of(when);
    }
}

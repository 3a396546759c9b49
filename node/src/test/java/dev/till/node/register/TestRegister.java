package dev.till.node.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.till.node.StorageFixture;
import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.Recorded;
import dev.till.node.message.RegisterCommand;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Register;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.Dot;
import dev.till.protocol.time.HybridTimestamp;
import dev.till.protocol.time.VersionVector;
import dev.till.protocol.wire.Extra;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/** The register that most tests here write, and a peer that writes it, too. */
final class TestRegister {
    static final RegisterKey KEY = RegisterKey.of("e", "f");
    static final DeviceId PEER = new DeviceId(9, 0, 0);

    private TestRegister() {}

    /** A write, now, of the same field of another entity. */
    static Assignment assign(String entity, String json) {
        return Assignment.now(RegisterKey.of(entity, "f"), new Value(json));
    }

    /** Takes in the first write of the peer, which was at this time and knew of none of ours. */
    static void receive(StorageFixture node, long nanos, String json) {
        var version = new Version(new Dot(PEER, 1), new HybridTimestamp(nanos), new Value(json), Extra.NONE);
        var datagram = new Datagram(KEY, version, VersionVector.EMPTY);
        Appended answer = node.ask(
                node.actors().journal(), replyTo -> new JournalCommand.AppendRemote(List.of(datagram), PEER, replyTo));
        assertThat(answer).isInstanceOf(Appended.Done.class);
        node.ask(RegisterCommand.Count::new);
        Awaitility.await()
                .until(() -> node.count().revision()
                        >= ((Appended.Done) answer)
                                .records().stream()
                                        .mapToLong(Recorded::revision)
                                        .max()
                                        .orElse(0));
    }

    /** All registers of a node. */
    static Map<RegisterKey, Register> all(StorageFixture node) {
        var all = new HashMap<RegisterKey, Register>();
        Optional<RegisterKey> after = Optional.empty();
        while (true) {
            var page = node.scan("", after, 7);
            for (Entry entry : page.entries()) {
                all.put(entry.key(), entry.register());
                after = Optional.of(entry.key());
            }
            if (!page.more()) {
                return all;
            }
        }
    }
}

package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.node.message.FleetCommand;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.Peer;
import dev.till.node.message.RegisterCommand;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;

/** Requests about the node as a whole. */
final class StatusOperations {
    private static final String HEARTBEATS = "till/heartbeat";

    private final Actors actors;
    private final HostStatusOperation hostStatus;

    StatusOperations(Actors actors, HostStatusOperation hostStatus) {
        this.actors = actors;
        this.hostStatus = hostStatus;
    }

    /** The node, its peers, and what it holds; with {@code cluster}, the heartbeats of all devices and how hosts stand as well. */
    String status(Exchange exchange) throws Refusal, IOException {
        var parts = actors.parts();
        JournalState journal = actors.get(parts.journal(), JournalCommand.Describe::new);
        FleetCommand.PeerList peers = actors.get(parts.fleet(), FleetCommand.Peers::new);
        RegisterCommand.Counts counts = actors.registers(RegisterCommand.Count::new);
        var json = new JsonWriter(1024).open('{');
        self(json, parts.self().get());
        json.open("peers", '[');
        peers.peers().forEach(peer -> peer(json, peer, journal.applied()));
        json.close(']')
                .number("registers", counts.registers())
                .number("conflicts", counts.conflicts())
                .number("held_aside", journal.heldAside());
        journal(json, journal);
        head(json, counts.applied());
        if (exchange.request().flag("cluster")) {
            heartbeats(json);
            json.open("hosts", '[');
            hostStatus.each(host -> json.raw(host));
            json.close(']');
        }
        return json.close('}').toString();
    }

    /** Folds the journal into the store. */
    String compact(Exchange exchange) throws Refusal {
        var patience = exchange.timeout();
        RegisterCommand.Compacted compacted =
                Actors.await(actors.ask(actors.parts().registers(), RegisterCommand.Compact::new, patience), patience);
        return new JsonWriter()
                .open('{')
                .number("folded", compacted.folded())
                .number("segments_removed", compacted.segmentsRemoved())
                .number("segments", compacted.segmentsLeft())
                .number("bytes", compacted.bytesLeft())
                .close('}')
                .toString();
    }

    /** Every setting, its value and where it came from. */
    String config(Exchange exchange) {
        var json = new JsonWriter(1024).open('[');
        actors.parts()
                .settings()
                .get()
                .chosen()
                .forEach((setting, chosen) -> json.open('{')
                        .text("key", setting.key())
                        .text("value", chosen.value())
                        .text("source", chosen.source())
                        .text("meaning", setting.meaning())
                        .close('}'));
        return json.close(']').toString();
    }

    private static void self(JsonWriter json, NodeSelf self) {
        json.open("node", '{')
                .text("name", self.name().value())
                .text("device", self.device().toString())
                .text("fleet", self.fleet().value())
                .text("version", self.version())
                .text("address", self.address())
                .number("uptime_s", self.uptime().toSeconds())
                .close('}');
    }

    private static void peer(JsonWriter json, Peer peer, DotSet ours) {
        json.open('{')
                .text("name", peer.name().value())
                .text("device", peer.device().toString())
                .text("address", peer.address())
                .text("state", peer.state().name().toLowerCase(Locale.ROOT))
                .text("last_seen", peer.lastSeen().map(Instant::toString))
                .number("drift", drift(peer, ours))
                .close('}');
    }

    /** How many datagrams the peer is known to lack, or said to have that we lack. */
    static long drift(Peer peer, DotSet ours) {
        return ours.minus(peer.applied()).size() + peer.applied().minus(ours).size();
    }

    private static void journal(JsonWriter json, JournalState journal) {
        json.open("journal", '{')
                .number("segments", journal.segments())
                .number("bytes", journal.bytes())
                .number("revision", journal.revision())
                .text("warning", journal.warning())
                .close('}');
    }

    private static void head(JsonWriter json, DotSet applied) {
        json.open("head", '{');
        applied.head().entries().forEach((device, seq) -> json.number(device.toString(), seq));
        json.close('}');
    }

    private void heartbeats(JsonWriter json) throws Refusal, IOException {
        var names = new DeviceNames(actors);
        json.open("heartbeats", '[');
        new Registers(actors).walk(HEARTBEATS, entry -> {
            if (entry.register().value().isPresent()) {
                heartbeat(json, entry, names);
            }
            return true;
        });
        json.close(']');
    }

    private static void heartbeat(JsonWriter json, Entry entry, DeviceNames names) {
        var device = entry.key().entity().name();
        var last = entry.register().winner().orElseThrow();
        json.open('{')
                .text("name", names.name(DeviceId.parse(device)))
                .text("device", device)
                .raw("status", entry.register().value().orElseThrow().json())
                .text("timestamp", last.at().toString())
                .close('}');
    }
}

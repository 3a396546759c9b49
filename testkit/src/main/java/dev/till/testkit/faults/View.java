package dev.till.testkit.faults;

import dev.till.node.client.Connection;
import dev.till.node.client.Reading;
import dev.till.node.client.TillClient;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a node shows of itself over its local socket, each answer asked for on a connection of its own. */
record View(Path home) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The document of {@code till status --json}. */
    JsonMembers status() throws IOException, Refusal {
        try (var connection = Connection.open(home, Waiting.atMost(PATIENCE))) {
            return JsonMembers.parse(connection.call(Connection.request("status")));
        }
    }

    /** All registers within {@code prefix}, by entity and field with a blank between. */
    Map<String, Reading> registers(String prefix) throws IOException, Refusal {
        var registers = new TreeMap<String, Reading>();
        try (var client = TillClient.connect(home)) {
            for (var reading : client.list(prefix)) {
                registers.put(
                        reading.key().entity().value() + " "
                                + reading.key().field().value(),
                        reading);
            }
        }
        return registers;
    }

    /** All conflicts: the versions of each register that has one, in order. */
    Map<String, List<Version>> conflicts() throws IOException, Refusal {
        var conflicts = new TreeMap<String, List<Version>>();
        try (var connection = Connection.open(home, Waiting.atMost(PATIENCE))) {
            connection.call(Connection.request("conflicts"), item -> {
                var conflict = JsonMembers.parse(item);
                var versions = new ArrayList<Version>();
                conflict.list("versions").forEach(version -> versions.add(Version.of(JsonMembers.parse(version))));
                versions.sort(null);
                conflicts.put(conflict.text("entity") + " " + conflict.text("field"), List.copyOf(versions));
            });
        }
        return conflicts;
    }

    /** One of several concurrent values. */
    record Version(String timestamp, String device, String text) implements Comparable<Version> {

        private static Version of(JsonMembers version) {
            return new Version(
                    version.text("timestamp"),
                    version.text("device"),
                    version.raw("value").orElse("null"));
        }

        @Override
        public int compareTo(Version other) {
            int byTime = timestamp.compareTo(other.timestamp);
            return byTime != 0 ? byTime : device.compareTo(other.device);
        }
    }
}

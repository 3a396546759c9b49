package dev.till.node.api;

import dev.till.node.message.SshCommand;
import dev.till.node.message.SshCommand.Standings;
import dev.till.node.message.SshStanding;
import dev.till.node.message.SshTarget;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostName;
import dev.till.protocol.host.HostRecord;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** How hosts stand: what their records say for the whole fleet, and what this node has seen since it started. */
final class HostStatusOperation implements Operation {
    private final Actors actors;

    HostStatusOperation(Actors actors) {
        this.actors = actors;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        // Told when it is in the records, so before those are read.
        var seen = seen();
        var hosts = new HostReader(actors).read();
        var chosen = HostSelection.of(exchange.request(), hosts);
        for (SshTarget target : chosen.targets()) {
            exchange.item(describe(hosts.host(target.name()).orElseThrow(), seen.get(target.name())));
        }
        for (HostName host : chosen.incomplete()) {
            exchange.item(describe(hosts.host(host).orElseThrow(), null));
        }
        return "{}";
    }

    /** Told each host that is not removed. */
    void each(Consumer<String> listener) throws Refusal, IOException {
        var seen = seen();
        new HostReader(actors)
                .read().hosts().values().stream()
                        .filter(host -> !host.isRemoved())
                        .forEach(host -> listener.accept(describe(host, seen.get(host.name()))));
    }

    private Map<HostName, SshStanding> seen() throws Refusal {
        var seen = new TreeMap<HostName, SshStanding>();
        Standings standings = actors.get(actors.parts().ssh(), SshCommand.Stand::new);
        standings.hosts().forEach(standing -> seen.put(standing.host(), standing));
        return seen;
    }

    private static String describe(HostRecord host, SshStanding seen) {
        var json = new JsonWriter(256)
                .open('{')
                .text("name", host.name().value())
                .text("status", host.status().text())
                .text("status_at", host.text(HostRecord.STATUS_AT))
                .text("last_seen", host.text(HostRecord.LAST_SEEN))
                .text("actual_hostname", host.actualHostname())
                .text("till_version", host.text(HostRecord.TILL_VERSION))
                .flag("connected", seen != null && seen.connected());
        if (seen != null) {
            seen.latency().map(Duration::toMillis).ifPresent(millis -> json.number("latency_ms", millis));
            json.text("reached", seen.reached().map(Object::toString));
            json.number("failures", seen.failures());
            json.text("problem", seen.problem());
        }
        return json.close('}').toString();
    }
}

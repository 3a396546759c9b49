package dev.till.node.api;

import dev.till.node.config.Setting;
import dev.till.node.message.Entry;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostFields;
import dev.till.protocol.host.HostRecord;
import dev.till.protocol.host.HostRetention;
import dev.till.protocol.host.HostsDocument;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;
import dev.till.protocol.time.DurationText;
import dev.till.protocol.time.HybridTimestamp;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Reads hosts and groups from their registers. Hosts removed longer ago than the retention time read as absent. */
final class HostReader {
    private final Actors actors;

    HostReader(Actors actors) {
        this.actors = actors;
    }

    HostsDocument read() throws Refusal, IOException {
        var fields = new TreeMap<RegisterKey, Value>();
        var written = new TreeMap<RegisterKey, HybridTimestamp>();
        for (String prefix : new String[] {"hosts", "groups", HostFields.DOCUMENT.value()}) {
            new Registers(actors).walk(prefix, (Entry entry) -> {
                entry.register().value().ifPresent(value -> fields.put(entry.key(), value));
                entry.register().winner().map(Version::at).ifPresent(at -> written.put(entry.key(), at));
                return true;
            });
        }
        return withoutForgotten(HostFields.read(fields), written);
    }

    private HostsDocument withoutForgotten(HostsDocument all, Map<RegisterKey, HybridTimestamp> written) {
        var settings = actors.parts().settings().get();
        var retention = new HostRetention(DurationText.parse(settings.text(Setting.RETENTION)));
        var now = HybridTimestamp.of(actors.parts().clock().instant());
        var kept = new TreeMap<>(all.hosts());
        kept.values()
                .removeIf(host -> host.isRemoved()
                        && retention.isOver(host, written.getOrDefault(host.key(HostRecord.STATE), now), now));
        return new HostsDocument(all.localHostname(), all.updated(), kept, all.groups(), all.other());
    }
}

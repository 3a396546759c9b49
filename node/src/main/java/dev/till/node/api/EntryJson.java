package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.node.message.Recorded;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Value;
import dev.till.protocol.register.Version;

/** Registers and journal records as the JSON documents that the socket and {@code --json} show. */
final class EntryJson {
    private EntryJson() {}

    /** A register that has been written: what last-writer-wins shows of it. */
    static String of(Entry entry) {
        return entry(entry).close('}').toString();
    }

    /** The same with all concurrent versions, oldest first. */
    static String withVersions(Entry entry) {
        var json = entry(entry).open("versions", '[');
        for (Version version : entry.register().versions()) {
            json.open('{');
            version(json, version);
            json.close('}');
        }
        return json.close(']').close('}').toString();
    }

    static String of(Recorded recorded) {
        var datagram = recorded.datagram();
        var json = key(datagram.key());
        version(json, datagram.version());
        return json.number("seq", datagram.dot().seq())
                .number("revision", recorded.revision())
                .close('}')
                .toString();
    }

    private static JsonWriter entry(Entry entry) {
        var json = key(entry.key());
        entry.register().winner().ifPresent(winner -> version(json, winner));
        return json.number("revision", entry.revision());
    }

    private static JsonWriter key(RegisterKey key) {
        return new JsonWriter(192)
                .open('{')
                .text("entity", key.entity().value())
                .text("field", key.field().value());
    }

    private static void version(JsonWriter json, Version version) {
        content(json, version.content())
                .text("timestamp", version.at().toString())
                .text("device", version.dot().device().toString());
    }

    private static JsonWriter content(JsonWriter json, Content content) {
        return content instanceof Value value
                ? json.raw("value", value.json())
                : json.raw("value", "null").flag("deleted", true);
    }
}

package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.node.socket.Refusal;
import dev.till.protocol.component.ComponentFields;
import dev.till.protocol.component.ComponentFields.Written;
import dev.till.protocol.component.ComponentRecord;
import dev.till.protocol.id.RegisterKey;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;

/** Reads components from their registers. */
final class ComponentReader {
    private final Actors actors;

    ComponentReader(Actors actors) {
        this.actors = actors;
    }

    /** All components at or below an entity. */
    List<ComponentRecord> read(String prefix) throws Refusal, IOException {
        var fields = new TreeMap<RegisterKey, Written>();
        new Registers(actors).walk(prefix, (Entry entry) -> {
            var winner = entry.register().winner();
            entry.register()
                    .value()
                    .ifPresent(value -> winner.ifPresent(won -> fields.put(entry.key(), new Written(value, won.at()))));
            return true;
        });
        return ComponentFields.read(fields);
    }
}

package dev.till.node.federation;

import dev.till.node.message.Entry;
import dev.till.protocol.component.CommandRecord;
import dev.till.protocol.component.ComponentFields;
import dev.till.protocol.component.ComponentFields.Written;
import dev.till.protocol.component.ComponentName;
import dev.till.protocol.component.ComponentRecord;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What registers that were read mean. */
final class Entries {
    private Entries() {}

    /** The components of a device, and their commands. */
    static List<Entry> ours(RegisterAccess registers, DeviceId device) {
        try {
            var entries = new ArrayList<>(registers.read(ComponentName.COMPONENTS + device));
            entries.addAll(registers.read(CommandRecord.COMMANDS + device));
            return entries;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ComponentRecord> components(List<Entry> entries) {
        var written = new TreeMap<RegisterKey, Written>();
        for (Entry entry : entries) {
            var winner = entry.register().winner();
            entry.register()
                    .value()
                    .ifPresent(value ->
                            winner.ifPresent(won -> written.put(entry.key(), new Written(value, won.at()))));
        }
        return ComponentFields.read(written);
    }

    static List<CommandRecord> commands(List<Entry> entries) {
        var values = new TreeMap<RegisterKey, Value>();
        entries.forEach(entry -> entry.register().value().ifPresent(value -> values.put(entry.key(), value)));
        return CommandRecord.read(values);
    }
}

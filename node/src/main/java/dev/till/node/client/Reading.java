package dev.till.node.client;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.HybridTimestamp;
import java.util.Optional;

/**
 * A register as a node showed it.
 *
 * @param value empty when the register was deleted
 * @param timestamp when, and {@code device} by whom, it was written
 * @param revision of that node; where a watch goes on after
 */
public record Reading(
        RegisterKey key, Optional<Value> value, HybridTimestamp timestamp, DeviceId device, long revision) {

    static Reading parse(String json) {
        var members = JsonMembers.parse(json);
        return new Reading(
                RegisterKey.of(members.text("entity"), members.text("field")),
                members.flag("deleted")
                        ? Optional.empty()
                        : members.raw("value").map(Value::new),
                HybridTimestamp.parse(members.text("timestamp")),
                DeviceId.parse(members.text("device")),
                members.number("revision", 0));
    }
}

package dev.till.testkit.faults;

import dev.till.protocol.id.DeviceId;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.HybridTimestamp;

/**
 * A write that a node acknowledged.
 *
 * @param key entity and field, with a blank between
 * @param text the value; no two writes write the same
 * @param at when, and {@code device} under whose name, the node wrote it
 */
record Written(String key, String text, HybridTimestamp at, DeviceId device) {

    /** The value that the {@code count}th write on {@code node} gives to {@code key}. */
    static Value value(String key, int node, long count) {
        return new Value(new JsonWriter()
                .open('{')
                .text("of", key)
                .number("by", node)
                .number("count", count)
                .close('}')
                .toString());
    }

    /** Who wrote a value, as far as it says. */
    record Source(String key, int node, long count) {
        static Source of(String text) {
            var members = JsonMembers.parse(text);
            return new Source(members.text("of"), (int) members.number("by", -1), members.number("count", -1));
        }
    }
}

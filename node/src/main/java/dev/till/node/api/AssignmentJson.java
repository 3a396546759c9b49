package dev.till.node.api;

import dev.till.node.message.Assignment;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Tombstone;
import dev.till.protocol.time.HybridTimestamp;

/** Reads an assignment: {@code {"entity","field","value"}}, or {@code "deleted":true} instead of a value; {@code at} optional. */
final class AssignmentJson {
    private AssignmentJson() {}

    static Assignment parse(String json) {
        return parse(JsonMembers.parse(json));
    }

    static Assignment parse(JsonMembers members) {
        return new Assignment(
                RegisterKey.of(members.text("entity"), members.text("field")),
                content(members),
                members.optionalText("at").map(HybridTimestamp::parse));
    }

    private static Content content(JsonMembers members) {
        if (members.flag("deleted")) {
            return Tombstone.DELETED;
        }
        return JsonMembers.value(members.raw("value")
                .orElseThrow(() ->
                        new IllegalArgumentException("value: nothing (expected: a JSON value, or \"deleted\":true)")));
    }
}

package dev.till.node.client;

import dev.till.protocol.json.JsonMembers;

/**
 * What a write led to; what it says was written is on disk.
 *
 * @param lines lines read, for {@code apply}; else 0
 * @param written registers written
 * @param skipped writes that were older than what is known
 * @param revision of the last one written; 0 when none was
 */
public record Receipt(long lines, long written, long skipped, long revision) {

    static Receipt parse(String json) {
        var members = JsonMembers.parse(json);
        return new Receipt(
                members.number("lines", 0),
                members.number("written", 0),
                members.number("skipped", 0),
                members.number("revision", 0));
    }
}

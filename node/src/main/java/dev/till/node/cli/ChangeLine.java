package dev.till.node.cli;

import dev.till.protocol.json.JsonMembers;

/** One line of text about one change. */
final class ChangeLine {
    private ChangeLine() {}

    /** Revision, time, device, register and value, parted by tabs; the value as JSON, so that it is one line. */
    static String of(String json) {
        var entry = JsonMembers.parse(json);
        var device = entry.text("device");
        return entry.number("revision", 0) + "\t" + entry.text("timestamp") + "\t" + device.substring(0, 8) + "\t"
                + entry.text("entity") + "\t" + entry.text("field") + "\t"
                + (entry.flag("deleted") ? "(deleted)" : entry.raw("value").orElse("null"));
    }
}

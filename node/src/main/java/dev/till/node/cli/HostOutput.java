package dev.till.node.cli;

import dev.till.protocol.id.Shown;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.util.stream.Collectors;

/** Shows hosts and what became of changes to them. */
final class HostOutput {
    /** Of a host name. */
    private static final int LONGEST = 253;

    private HostOutput() {}

    static int changed(Session session, String result, String done) {
        if (session.json()) {
            session.print(result);
        } else {
            session.say(JsonMembers.parse(result).number("written", 0) == 0 ? "nothing to change" : done);
        }
        return ExitStatus.DONE;
    }

    static Table table() {
        return new Table("NAME", "TARGET", "STATUS", "GROUPS");
    }

    static void addRow(Table table, String json) {
        var host = JsonMembers.parse(json);
        boolean removed = host.raw("state").equals(java.util.Optional.of("\"removed\""));
        table.add(
                host.text("name"),
                target(host),
                removed ? "removed" : plain(host, "status", "untested"),
                host.list("groups").stream().map(JsonWriter::plain).collect(Collectors.joining(",")));
    }

    private static String target(JsonMembers host) {
        var place = plain(host, "host", "?");
        var port = plain(host, "port", "22");
        return plain(host, "user", "?") + "@" + (place.contains(":") ? "[" + place + "]" : place)
                + (port.equals("22") ? "" : ":" + port);
    }

    private static String plain(JsonMembers host, String attribute, String otherwise) {
        return host.raw(attribute)
                .map(JsonWriter::plain)
                .map(text -> Shown.of(text, LONGEST))
                .orElse(otherwise);
    }
}

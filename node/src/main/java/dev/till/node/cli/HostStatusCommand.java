package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.Shown;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how hosts stand. */
@Command(
        name = "status",
        description = {
            "Show how hosts stand, without reaching for them.",
            "STATUS, TILL and LAST SEEN are in the records of the hosts, wherever they were found out. The rest is what "
                    + "this node has seen since it started: whether there is a session, how long it took to make, and failures since then."
        },
        footer = {
            "",
            "Examples:",
            "  till host status --all",
            "",
            "--json prints an array of {\"name\",\"status\",\"status_at\",\"last_seen\",\"actual_hostname\",\"till_version\","
                    + "\"connected\",\"latency_ms\",\"reached\",\"failures\",\"problem\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "2:bad usage", "3:no such host or group", "4:the node is not running"})
final class HostStatusCommand extends Verb {
    @Mixin
    private ChosenHosts hosts = new ChosenHosts();

    @Override
    boolean take(List<String> words) {
        return hosts.take(words);
    }

    @Override
    int option(String[] args, int at) {
        return hosts.option(args, at);
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = hosts.in(Connection.request("host-status"));
        if (session.json()) {
            var array = new JsonArray(session.out());
            session.call(request, array::add);
            array.end();
            return ExitStatus.DONE;
        }
        var table = table();
        session.call(request, json -> addRow(table, json));
        table.print(session);
        return ExitStatus.DONE;
    }

    static Table table() {
        return new Table("NAME", "STATUS", "TILL", "LAST SEEN", "SESSION", "LATENCY", "FAILURES", "PROBLEM");
    }

    static void addRow(Table table, String json) {
        var host = JsonMembers.parse(json);
        table.add(
                host.text("name"),
                host.text("status"),
                // Any device may have written these.
                host.optionalText("till_version").map(Shown::of).orElse("-"),
                host.optionalText("last_seen").map(Shown::of).orElse("never"),
                host.flag("connected") ? "open" : "-",
                host.has("latency_ms") ? host.number("latency_ms", 0) + " ms" : "-",
                String.valueOf(host.number("failures", 0)),
                host.optionalText("problem").orElse("-"));
    }
}

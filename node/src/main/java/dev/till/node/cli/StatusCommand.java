package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how the node is. */
@Command(
        name = "status",
        description = {
            "Show the node, its peers, and what it holds.",
            "DRIFT counts the datagrams that a peer is known to lack, or to have that this node lacks."
        },
        footer = {
            "",
            "--json prints {\"node\":{name,device,fleet,version,address,uptime_s},",
            "\"peers\":[{name,device,address,state,last_seen,drift}],\"registers\",\"conflicts\",\"held_aside\",",
            "\"journal\":{segments,bytes,revision,warning},\"head\":{DEVICE:SEQ}}; a peer's state is up, unreachable or left.",
            "With --cluster also \"heartbeats\":[{name,device,status,timestamp}] and \"hosts\", each as till host status",
            "--json prints it."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:shown", "2:bad usage", "4:the node is not running"})
final class StatusCommand extends Verb {
    @Option(names = "--cluster", description = "Show the heartbeats of all devices, and how hosts stand, as well.")
    private boolean cluster;

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var result = session.call(Connection.request("status").flag("cluster", cluster));
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var status = JsonMembers.parse(result);
        node(session, status);
        if (cluster || !status.list("peers").isEmpty()) {
            session.print("");
            peers(session, status);
        }
        if (cluster) {
            session.print("");
            heartbeats(session, status);
            session.print("");
            hosts(session, status);
        }
        return ExitStatus.DONE;
    }

    private static void node(Session session, JsonMembers status) {
        var node = status.object("node").orElseThrow();
        var journal = status.object("journal").orElseThrow();
        session.print(node.text("name") + "  " + node.text("address") + "  up "
                + Seconds.span(node.number("uptime_s", 0)) + "  till " + node.text("version"));
        session.print("device     " + node.text("device"));
        session.print("fleet      " + node.text("fleet"));
        session.print("registers  " + status.number("registers", 0) + ", " + status.number("conflicts", 0)
                + " in conflict, " + status.number("held_aside", 0) + " held aside");
        session.print("journal    " + journal.number("segments", 0) + " segments, " + journal.number("bytes", 0)
                + " bytes, revision " + journal.number("revision", 0));
        if (journal.has("warning")) {
            session.print("warning    " + journal.text("warning"));
        }
    }

    private static void peers(Session session, JsonMembers status) {
        var table = new Table("PEER", "STATE", "ADDRESS", "LAST SEEN", "DRIFT", "DEVICE");
        for (String json : status.list("peers")) {
            var peer = JsonMembers.parse(json);
            table.add(
                    peer.text("name"),
                    peer.text("state"),
                    peer.optionalText("address").orElse("-"),
                    peer.optionalText("last_seen").orElse("never"),
                    String.valueOf(peer.number("drift", 0)),
                    peer.text("device"));
        }
        table.print(session);
    }

    private static void hosts(Session session, JsonMembers status) {
        var table = HostStatusCommand.table();
        status.list("hosts").forEach(host -> HostStatusCommand.addRow(table, host));
        table.print(session);
    }

    private static void heartbeats(Session session, JsonMembers status) {
        var table = new Table("HEARTBEAT", "AT", "STATUS");
        for (String json : status.list("heartbeats")) {
            var beat = JsonMembers.parse(json);
            table.add(
                    beat.text("name"),
                    beat.text("timestamp"),
                    beat.raw("status").orElse("-"));
        }
        table.print(session);
    }
}

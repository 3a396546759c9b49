package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.host.HostName;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a host. */
@Command(
        name = "add",
        description = {
            "Add a host, or add a removed one again.",
            "It is then tried, as till host test does, when there is a key to try it with; the host is added all the same "
                    + "when that fails.",
            "NAME is up to 64 of A-Z a-z 0-9 . _ - and matches without " + "regard to case."
        },
        footer = {
            "",
            "Examples:",
            "  till host add m2 alice@m2.local",
            "  till host add pi-attic pi@192.0.2.7:2222 --group pis --group attic"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:added",
            "2:an invalid name, user, host or port",
            "4:the node is not running",
            "6:there is a host of that name",
            "7:added here, but --wait ran out of time"
        })
final class HostAddCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "What to call the host.")
    private String name;

    @Parameters(index = "1", paramLabel = "USER@HOST[:PORT]", description = "How to reach it; port 22 by default.")
    private String target;

    @Option(names = "--group", paramLabel = "G", description = "Put it into this group; may be given several times.")
    private List<String> groups = List.of();

    @Option(names = "--no-test", description = "Do not try to reach it.")
    private boolean withoutTest;

    @Mixin
    private WriteOptions writing = new WriteOptions();

    @Override
    int run(Session session) throws IOException, Refusal {
        var host = new HostName(name);
        var reached = Target.parse(target);
        var request = Connection.request("host-add")
                .text("name", host.value())
                .text("user", reached.user().value())
                .text("host", reached.host().value())
                .number("port", reached.port().value())
                .open("groups", '[');
        groups.forEach(group -> request.text(new HostName(group).value()));
        int status = HostOutput.changed(session, writing.send(session, request.close(']')), "added " + host);
        if (!withoutTest) {
            tryOut(session, host);
        }
        return status;
    }

    /** What comes of it is no part of the result, and a host that is off may be added. */
    private static void tryOut(Session session, HostName host) throws IOException {
        var request = Connection.request("host-test")
                .open("hosts", '[')
                .text(host.value())
                .close(']');
        try {
            session.call(request, item -> session.say(HostTestCommand.line(item)));
        } catch (Refusal refusal) {
            // Without a key nobody has meant to reach hosts from here yet.
            if (refusal.reason() != Reason.ABSENT) {
                session.say("not tried: " + refusal.getMessage());
            }
        }
    }
}

package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists hosts. */
@Command(
        name = "list",
        description = "List the hosts, in order of their names.",
        footer = {
            "",
            "Examples:",
            "  till host list",
            "  till host list --group pis --json",
            "",
            "--json prints an array of objects: every attribute of a host, unknown ones too, and \"groups\"."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:listed, perhaps nothing", "3:no such group", "4:the node is not running"})
final class HostListCommand extends Verb {
    @Option(names = "--all", description = "Show removed hosts as well.")
    private boolean all;

    @Option(names = "--group", paramLabel = "G", description = "Only the hosts of this group.")
    private String group;

    @Override
    boolean take(List<String> words) {
        return words.isEmpty();
    }

    @Override
    int option(String[] args, int at) {
        if (args[at].equals("--all") && !all) {
            all = true;
            return 1;
        }
        if (args[at].equals("--group") && group == null && at + 1 < args.length && !args[at + 1].startsWith("-")) {
            group = args[at + 1];
            return 2;
        }
        return 0;
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("hosts").flag("all", all);
        if (group != null) {
            request.text("group", group);
        }
        if (session.json()) {
            var array = new JsonArray(session.out());
            session.call(request, array::add);
            array.end();
        } else {
            var table = HostOutput.table();
            session.call(request, host -> HostOutput.addRow(table, host));
            table.print(session);
        }
        return ExitStatus.DONE;
    }
}

package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the menu. */
@Command(
        name = "run",
        description = {
            "Fetch the menu of the hub and do what it says.",
            "Containers that are standard for the role of this machine are brought here or updated, into containers/NAME "
                    + "of the home. Directives become commands for components, each once and never again, whatever becomes of it.",
            "A script is run only when the setting menu-allow has the word script."
        },
        footer = {
            "",
            "Examples:",
            "  till menu run --dry-run",
            "  till menu run",
            "",
            "--json prints {\"dry_run\",\"steps\":[{\"what\",\"step\",\"to\",\"outcome\",\"why\"}],\"failed\"}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of it is done, or there was nothing to do",
            "3:there is no hub, or it has no menu",
            "4:the node is not running",
            "5:the role does not run menus, or this menu may not be run",
            "6:it is being run already",
            "7:some of it failed, or GitHub cannot be reached now"
        })
final class MenuRunCommand extends Verb {
    @Option(names = "--dry-run", description = "Only say what would be done.")
    private boolean dry;

    @Override
    int run(Session session) throws IOException, Refusal {
        var patience = session.timeoutOr(Duration.ofMinutes(30));
        String result;
        try (var connection = session.connect(patience, "running the menu")) {
            result = connection.call(
                    Connection.request("menu-run").flag("dry", dry).number("timeout_ms", patience.toMillis()));
        }
        var ran = JsonMembers.parse(result);
        if (session.json()) {
            session.print(result);
        } else {
            MenuLines.print(session, ran.list("steps"));
        }
        return ran.number("failed", 0) == 0 ? ExitStatus.DONE : ExitStatus.PARTLY_DONE;
    }
}

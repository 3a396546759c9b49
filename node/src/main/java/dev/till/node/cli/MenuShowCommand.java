package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the menu. */
@Command(
        name = "show",
        description = {
            "Fetch the menu of the hub and show what running it would do here.",
            "A menu that may not be run is shown as well, with the reason."
        },
        footer = {
            "",
            "Examples:",
            "  till menu show",
            "  till menu show --hub ada/fleet-hub",
            "",
            "--json prints {\"trusted\",\"why\",\"menu\",\"plan\":[{\"what\",\"step\",\"to\",\"outcome\",\"why\"}]}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:shown",
            "2:no repository",
            "3:there is no hub, or it has no menu",
            "4:the node is not running",
            "5:the role does not read menus",
            "7:GitHub cannot be reached now"
        })
final class MenuShowCommand extends Verb {
    @Option(
            names = "--hub",
            paramLabel = "OWNER/REPO",
            description = "The repository of the hub; the one in use by default.")
    private String hub;

    @Override
    int run(Session session) throws IOException, Refusal {
        var request = Connection.request("menu");
        if (hub != null) {
            request.text("hub", hub);
        }
        var result = session.call(request);
        if (session.json()) {
            session.print(result);
            return ExitStatus.DONE;
        }
        var shown = JsonMembers.parse(result);
        if (!shown.flag("trusted")) {
            session.say("this menu is not run: " + shown.text("why"));
        }
        shown.object("menu").ifPresent(menu -> {
            session.print("menu of " + menu.text("date"));
            menu.list("announcements").forEach(line -> session.print("* " + JsonWriter.plain(line)));
        });
        MenuLines.print(session, shown.list("plan"));
        return ExitStatus.DONE;
    }
}

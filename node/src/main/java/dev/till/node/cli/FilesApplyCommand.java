package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does what is planned. */
@Command(
        name = "apply",
        description = {
            "Bring a folder in step: do what plan shows.",
            "Stops, and leaves everything, when something looks like an accident: most files gone, a disk that is not mounted."
        },
        footer = {
            "",
            "Examples:",
            "  till files apply",
            "  till files apply notes --force",
            "",
            "--json prints {\"folder\",\"done\",\"conflicts\",\"received_bytes\",\"undone\":[{\"path\",\"why\"}]}; without NAME an array."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:in step, but for conflicts",
            "3:no such folder",
            "4:the node is not running",
            "6:stopped, nothing was changed; --force goes on",
            "7:not all could be done now"
        })
final class FilesApplyCommand extends Verb {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The folder; without a name, every one.")
    private String name;

    @Option(names = "--force", description = "Go on where something looks like an accident.")
    private boolean force;

    @Override
    int run(Session session) throws IOException, Refusal {
        return new FilesCall(session)
                .each(
                        name,
                        "applying",
                        () -> Connection.request("files-apply").flag("force", force),
                        result -> FilesOutput.applied(session, result));
    }
}

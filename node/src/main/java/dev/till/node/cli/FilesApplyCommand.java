package dev.till.node.cli;

import dev.till.protocol.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Does what is planned. */
@Command(
        name = "apply",
        description = {
            "Bring a folder in step: do what plan shows.",
            "With prefer = interactive in its profile it asks about each conflict that is left, if somebody is at the terminal.",
            "Stops, and leaves everything, when something looks like an accident: most files gone, a disk that is not mounted."
        },
        footer = {
            "",
            "Examples:",
            "  till files apply",
            "  till files apply notes --force",
            "",
            "--json prints {\"folder\",\"done\",\"conflicts\",\"received_bytes\",\"prefer\",\"log\",\"undone\":[{\"path\",\"why\"}]};",
            "without NAME an array, in which a folder that was refused has {\"folder\",\"error\":{\"reason\",\"message\"}}."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:in step, but for conflicts",
            "3:no such folder",
            "4:the node is not running",
            "6:stopped, nothing was changed; --force goes on",
            "7:not all could be done now"
        })
final class FilesApplyCommand extends FolderQuestion {
    @Option(names = "--force", description = "Go on where something looks like an accident.")
    private boolean force;

    FilesApplyCommand() {
        super("files-apply", "applying");
    }

    @Override
    int option(String[] args, int at) {
        boolean taken = args[at].equals("--force") && !force;
        force |= taken;
        return taken ? 1 : 0;
    }

    @Override
    boolean isServed(Terminal terminal) {
        return !terminal.asks();
    }

    @Override
    JsonWriter request() {
        return super.request().flag("force", force);
    }

    @Override
    FilesCall.Show show(Session session) {
        return new ConflictQuestions(session);
    }
}

package dev.till.node.cli;

import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Brings contents to the hub. */
@Command(
        name = "hub",
        description = {
            "Bring the contents of a folder to the S3 hub now, sealed, so that they can be had while this device is not in reach.",
            "It is done every hub-interval by itself, of folders whose profile says hub = true, and of no others."
        },
        footer = {
            "",
            "Examples:",
            "  till files hub notes",
            "  till files hub notes --collect",
            "",
            "--json prints {\"folder\",\"contents\",\"uploaded\",\"bytes\",\"changed\",\"postponed\"} and, with --collect,",
            "\"removed\" and \"doomed\"; without NAME an array."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all of it is there",
            "1:the hub cannot be used; why is said",
            "2:the profile of the folder does not say hub = true",
            "3:no such folder",
            "4:the node is not running",
            "7:not all could be brought now"
        })
final class FilesHubCommand extends FolderQuestion {
    @Option(
            names = "--collect",
            description = "Also remove from the hub what no device has wanted for the time of hub-grace.")
    private boolean collect;

    FilesHubCommand() {
        super("files-hub", "bringing to the hub");
    }

    @Override
    JsonWriter request() {
        return super.request().flag("collect", collect);
    }

    @Override
    FilesCall.Show show(Session session) {
        return new Shelved(session);
    }

    /** What was brought. */
    private record Shelved(Session session) implements FilesCall.Show {
        @Override
        public int text(String result) {
            var told = JsonMembers.parse(result);
            session.print(told.text("folder") + ": " + told.number("uploaded", 0) + " of "
                    + told.number("contents", 0) + " contents brought, " + told.number("bytes", 0)
                    + " bytes; the others are there");
            if (told.has("removed")) {
                session.print("  " + told.number("removed", 0) + " removed, " + told.number("doomed", 0)
                        + " to be removed later unless somebody wants them");
            }
            if (told.flag("postponed")) {
                session.say("somebody removes what is not wanted right now; it is done at the next visit");
            }
            if (told.number("changed", 0) > 0) {
                session.say(told.number("changed", 0)
                        + " files have changed since they were agreed upon; they come after" + " the next round");
            }
            return status(result);
        }

        @Override
        public int status(String result) {
            var told = JsonMembers.parse(result);
            return told.flag("postponed") || told.number("changed", 0) > 0 ? ExitStatus.PARTLY_DONE : ExitStatus.DONE;
        }
    }
}

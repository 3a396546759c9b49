package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Decides conflicts. */
@Command(
        name = "resolve",
        description = {
            "Decide conflicts, for all devices.",
            "What loses is kept in the trash of its device for 30 days."
        },
        footer = {
            "",
            "Examples:",
            "  till files resolve notes plans/may.md --keep-local",
            "  till files resolve notes a.txt b.txt --keep-both",
            "  till files resolve notes --newer --all",
            "",
            "--keep-both names the loser NAME.conflict-DEVICE.EXT; the device whose name comes first wins."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:decided",
            "2:no path and no --all",
            "3:no such folder, or no conflict at a path; nothing was decided",
            "4:the node is not running",
            "7:not all could be done now: a version that was chosen is on a device out of reach"
        })
final class FilesResolveCommand extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The folder.")
    private String name;

    @Parameters(index = "1..*", paramLabel = "PATH", description = "Paths that are in conflict.")
    private List<String> paths = List.of();

    @ArgGroup(multiplicity = "1")
    private Keep keep;

    @Option(names = "--all", description = "Decide all conflicts of the folder.")
    private boolean all;

    /** Which version stays. */
    private static final class Keep {
        @Option(names = "--keep-local", required = true, description = "Keep what is on this device.")
        private boolean local;

        @Option(
                names = "--keep-remote",
                required = true,
                description = "Keep what another device has; of several the newest.")
        private boolean remote;

        @Option(names = "--keep-both", required = true, description = "Keep both, one under another name.")
        private boolean both;

        @Option(names = "--newer", required = true, description = "Keep what was written last.")
        private boolean newer;

        String word() {
            var chosen = new TreeMap<Boolean, String>();
            chosen.put(local, "local");
            chosen.putIfAbsent(remote, "remote");
            chosen.putIfAbsent(both, "both");
            chosen.putIfAbsent(newer, "newer");
            return chosen.get(true);
        }
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        return new FilesCall(session)
                .each(
                        name,
                        "resolving",
                        () -> {
                            var request = Connection.request("files-resolve")
                                    .text("keep", keep.word())
                                    .flag("all", all)
                                    .open("paths", '[');
                            paths.forEach(request::text);
                            return request.close(']');
                        },
                        new AppliedResult(session));
    }
}

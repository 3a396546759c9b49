package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The words of an older tool for plan and apply: of folders, of logs, or of both. Without consent nothing is changed. */
abstract class OlderWord extends Verb {
    private final List<String> kinds;

    @ArgGroup
    private Consent consent = new Consent();

    /** @param kinds {@code append} for logs, {@code files} for all other modes */
    OlderWord(String... kinds) {
        this.kinds = List.of(kinds);
    }

    /** Whether something may be changed. */
    private static final class Consent {
        @Option(names = "--apply", description = "Do it.")
        private boolean apply;

        @Option(names = "--dry-run", description = "Show what would be done; the default.")
        private boolean dry;

        boolean given() {
            return apply && !dry;
        }
    }

    @Override
    int run(Session session) throws IOException, Refusal {
        var call = new FilesCall(session);
        int worst = ExitStatus.DONE;
        for (String folder : folders(call)) {
            int status = consent.given()
                    ? call.each(
                            folder,
                            "applying",
                            () -> Connection.request("files-apply"),
                            result -> FilesOutput.applied(session, result))
                    : call.each(
                            folder,
                            "comparing",
                            () -> Connection.request("files-plan"),
                            result -> FilesOutput.plan(session, result));
            worst = Math.max(worst, status);
        }
        return worst;
    }

    private List<String> folders(FilesCall call) throws IOException, Refusal {
        var names = new ArrayList<String>();
        for (String each : JsonMembers.elements(call.call(Connection.request("files-list"), "asking"))) {
            var folder = JsonMembers.parse(each);
            if (kinds.contains(folder.text("mode").equals("append") ? "append" : "files")) {
                names.add(folder.text("folder"));
            }
        }
        return names;
    }
}

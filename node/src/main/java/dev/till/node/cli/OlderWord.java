package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
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
        var show = consent.given() ? new ConflictQuestions(session) : plan(session);
        for (String folder : folders(call)) {
            try {
                worst = Math.max(worst, call.each(folder, doing(), this::request, show));
            } catch (Refusal refusal) {
                // The other folders are not to wait for this one.
                session.say("till: " + refusal.getMessage());
                worst = Math.max(worst, refusal.reason().exitStatus());
            }
        }
        return worst;
    }

    private static FilesCall.Show plan(Session session) {
        return result -> FilesOutput.plan(session, result);
    }

    private String doing() {
        return consent.given() ? "applying" : "comparing";
    }

    private JsonWriter request() {
        return Connection.request(consent.given() ? "files-apply" : "files-plan");
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

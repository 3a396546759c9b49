package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Asks the node something about the S3 hub that may take long. */
final class HubCall {
    private static final Duration PATIENCE = Duration.ofHours(6);

    private HubCall() {}

    /** Asks and waits. */
    static String ask(Session session, JsonWriter request, String doing) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        try (var connection = session.connect(patience, doing)) {
            return connection.call(request.number("timeout_ms", patience.toMillis()));
        }
    }

    /** The request {@code op}, with the recovery key from a file or stdin, if one is named. */
    static JsonWriter withKey(Session session, String op, Optional<String> file) throws IOException {
        var request = Connection.request(op);
        if (file.isPresent()) {
            request.text("key", Input.text(file.get(), session.terminal()).strip());
        }
        return request;
    }

    /** What could not be read there, each on a line; the exit status that follows. */
    static int tellProblems(Session session, JsonMembers result, int status) {
        var problems = result.list("problems");
        for (String problem : problems) {
            session.say("till: "
                    + JsonMembers.parse("{\"problem\":" + problem + "}").text("problem"));
        }
        return problems.isEmpty() ? ExitStatus.DONE : status;
    }
}

package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import picocli.CommandLine.Option;

/** On how many devices a write has to be before its command returns. */
final class WriteOptions {
    /** How far a write has to get. */
    enum Wait {
        local,
        majority,
        all
    }

    @Option(
            names = "--wait",
            paramLabel = "LEVEL",
            description = "Return when it is on disk here (local, the default), on most devices (majority), or on all.")
    private Wait wait = Wait.local;

    /** Sends a write and returns its result. */
    String send(Session session, JsonWriter request) throws IOException, Refusal {
        var doing = wait == Wait.local ? "waiting for the disk" : "waiting for other devices";
        try (Connection connection = session.connect(session.timeout(), doing)) {
            return connection.call(request.text("wait", wait.name())
                    .number("timeout_ms", Math.max(1, session.timeout().toMillis())));
        }
    }
}

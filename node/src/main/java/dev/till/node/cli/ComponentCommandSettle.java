package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.component.CommandRecord;
import java.io.IOException;

/** Says what came of a command. */
final class ComponentCommandSettle {
    private ComponentCommandSettle() {}

    /**
     * Sends it.
     *
     * @param output as given; {@code -} for what is on stdin, null for none
     * @param why it failed; null when it did not
     */
    static int settle(Session session, String id, String output, String why) throws IOException, Refusal {
        var request = Connection.request("command-settle").text("command", id).flag("failed", why != null);
        if (why != null) {
            request.text("why", why);
        }
        if (output != null) {
            var text = output.equals("-") ? Input.text("-", session.terminal()) : output;
            if (text.length() > CommandRecord.MAX_OUTPUT) {
                session.say("the output has " + text.length() + " characters; the last " + CommandRecord.MAX_OUTPUT
                        + " are kept");
                text = text.substring(text.length() - CommandRecord.MAX_OUTPUT);
            }
            request.text("output", text);
        }
        var result = session.call(request);
        if (session.json()) {
            session.print(result);
        }
        return ExitStatus.DONE;
    }
}

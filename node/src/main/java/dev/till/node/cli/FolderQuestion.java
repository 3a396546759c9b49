package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;

/** A command that asks the node one thing about a folder, or about each, and shows what is answered. */
abstract class FolderQuestion extends FolderVerb {
    private final String operation;
    private final String doing;

    /** @param doing what is said while the answer takes its time */
    FolderQuestion(String operation, String doing) {
        this.operation = operation;
        this.doing = doing;
    }

    @Override
    final int run(Session session) throws IOException, Refusal {
        return new FilesCall(session).each(name(), doing, this::request, show(session));
    }

    /** The request, without the folder. */
    JsonWriter request() {
        return Connection.request(operation);
    }

    /** What is made of an answer. */
    abstract FilesCall.Show show(Session session);
}

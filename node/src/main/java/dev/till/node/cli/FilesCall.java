package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks the node about one folder or, without a name, about each. */
final class FilesCall {
    /** Large folders are read and fetched for long; somebody who wants less says so. */
    private static final Duration PATIENCE = Duration.ofHours(6);

    private final Session session;

    FilesCall(Session session) {
        this.session = session;
    }

    /** A request that is asked of a folder. */
    interface Request {
        JsonWriter begin();
    }

    /** Shows the result for one folder; answers an exit status. */
    interface Show {
        int result(String json);
    }

    /** The names of the folders of this device, or the one that was given. */
    List<String> folders(String name) throws IOException, Refusal {
        if (name != null) {
            return List.of(name);
        }
        var names = new ArrayList<String>();
        for (String folder : JsonMembers.elements(call(Connection.request("files-list"), "asking"))) {
            names.add(JsonMembers.parse(folder).text("folder"));
        }
        return names;
    }

    /** Asks of each folder; the exit status is the worst that any had. With JSON and one name, one document. */
    int each(String name, String doing, Request request, Show text) throws IOException, Refusal {
        int worst = ExitStatus.DONE;
        var folders = folders(name);
        if (folders.isEmpty() && !session.json()) {
            session.say("there is no folder here; add one with `till files add NAME ROOT`");
        }
        var array = name == null && session.json() ? new JsonArray(session.out()) : null;
        for (String folder : folders) {
            var result = call(request.begin().text("folder", folder), doing + " " + folder);
            if (!session.json()) {
                worst = Math.max(worst, text.result(result));
            } else if (array == null) {
                session.print(result);
            } else {
                array.add(result);
            }
        }
        if (array != null) {
            array.end();
        }
        return worst;
    }

    /** One request and its result. */
    String call(JsonWriter request, String doing) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        try (var connection = session.connect(patience, doing)) {
            return connection.call(request.number("timeout_ms", Math.max(1, patience.toMillis())));
        }
    }
}

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

    /** What is made of the result for one folder. */
    interface Show {
        /** Prints it for people; answers an exit status. */
        int text(String result) throws IOException, Refusal;

        /** The exit status of a result that is printed as it is. */
        default int status(String result) {
            return ExitStatus.DONE;
        }
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

    /**
     * Asks of each folder; the exit status is the worst that any had. With JSON and one name, one document; else an array, in
     * which a folder that was refused has {@code {"folder","error":{"reason","message"}}}.
     */
    int each(String name, String doing, Request request, Show show) throws IOException, Refusal {
        if (name != null) {
            var result = call(request.begin().text("folder", name), doing + " " + name);
            return session.json() ? printed(result, show) : show.text(result);
        }
        var folders = folders(null);
        if (folders.isEmpty() && !session.json()) {
            session.say("there is no folder here; add one with `till files add NAME ROOT`");
        }
        var array = new JsonArray(session.out(), session.json());
        int worst = ExitStatus.DONE;
        try {
            for (String folder : folders) {
                worst = Math.max(worst, one(folder, doing, request, show, array));
            }
        } finally {
            array.end();
        }
        return worst;
    }

    private int printed(String result, Show show) {
        session.print(result);
        return show.status(result);
    }

    /** One of several: that it is refused does not keep the others away. */
    private int one(String folder, String doing, Request request, Show show, JsonArray array)
            throws IOException, Refusal {
        String result;
        try {
            result = call(request.begin().text("folder", folder), doing + " " + folder);
        } catch (Refusal refusal) {
            session.say("till: " + refusal.getMessage());
            array.add(new JsonWriter()
                    .open('{')
                    .text("folder", folder)
                    .open("error", '{')
                    .text("reason", refusal.reason().code())
                    .text("message", refusal.getMessage())
                    .close('}')
                    .close('}')
                    .toString());
            return refusal.reason().exitStatus();
        }
        array.add(result);
        int status = session.json() ? show.status(result) : show.text(result);
        session.out().flush();
        return status;
    }

    /** One request and its result. */
    String call(JsonWriter request, String doing) throws IOException, Refusal {
        var patience = session.timeoutOr(PATIENCE);
        try (var connection = session.connect(patience, doing)) {
            return connection.call(request.number("timeout_ms", Math.max(1, patience.toMillis())));
        }
    }
}

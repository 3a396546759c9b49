package dev.till.node.api;

import dev.till.node.message.FilesCommand;
import dev.till.node.message.FilesCommand.Reply;
import dev.till.node.message.FilesTask;
import dev.till.node.message.FilesTask.Keep;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.file.FolderName;
import dev.till.protocol.file.SyncMode;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Requests about folders. */
final class FilesOperations {
    private static final int MOST_NOTES = 10_000;

    private final Actors actors;

    FilesOperations(Actors actors) {
        this.actors = actors;
    }

    /** All of them by name. */
    void putInto(Map<String, Operation> operations) {
        operations.put("files-add", this::add);
        operations.put("files-remove", this::remove);
        operations.put("files-list", this::list);
        operations.put("files-status", exchange -> perform(exchange, new FilesTask.Status()));
        operations.put("files-plan", exchange -> perform(exchange, new FilesTask.Plan()));
        operations.put(
                "files-apply",
                exchange ->
                        perform(exchange, new FilesTask.Apply(exchange.request().flag("force"))));
        operations.put("files-watch", exchange -> perform(exchange, new FilesTask.Watch()));
        operations.put("files-pause", exchange -> perform(exchange, new FilesTask.Pause()));
        operations.put("files-move", this::move);
        operations.put("files-conflicts", exchange -> perform(exchange, new FilesTask.Conflicts()));
        operations.put("files-resolve", this::resolve);
        operations.put("files-log", this::log);
        operations.put("files-trash", exchange -> perform(exchange, new FilesTask.Trash()));
        operations.put(
                "files-restore",
                exchange -> perform(
                        exchange, new FilesTask.Restore(exchange.request().text("path"))));
        operations.put(
                "files-import-tcfs",
                exchange -> perform(
                        exchange,
                        new FilesTask.ImportTcfs(Path.of(exchange.request().text("store")))));
        operations.put(
                "files-hub",
                exchange -> perform(
                        exchange, new FilesTask.Shelve(exchange.request().flag("collect"))));
        operations.put("files-verify", exchange -> perform(exchange, new FilesTask.Verify()));
    }

    private String add(Exchange exchange) throws Refusal {
        var request = exchange.request();
        var root = Path.of(request.text("root")).normalize();
        var mode = request.optionalText("mode").map(SyncMode::parse).orElse(SyncMode.TWO_WAY);
        var profile = request.optionalText("profile").orElse("");
        return ask(exchange, replyTo -> new FilesCommand.Add(folder(request), root, mode, profile, replyTo));
    }

    private String remove(Exchange exchange) throws Refusal {
        return ask(exchange, replyTo -> new FilesCommand.Remove(folder(exchange.request()), replyTo));
    }

    private String list(Exchange exchange) throws Refusal {
        return ask(exchange, FilesCommand.Describe::new);
    }

    private String move(Exchange exchange) throws Refusal {
        var request = exchange.request();
        return perform(exchange, new FilesTask.Move(request.text("path"), request.flag("push")));
    }

    private String resolve(Exchange exchange) throws Refusal {
        var request = exchange.request();
        List<String> paths =
                request.list("paths").stream().map(JsonWriter::plain).toList();
        if (paths.isEmpty() && !request.flag("all")) {
            throw new IllegalArgumentException("paths: none (expected: the paths to resolve, or all)");
        }
        var keep = request.text("keep").toUpperCase(Locale.ROOT);
        for (Keep each : Keep.values()) {
            if (each.name().equals(keep)) {
                return perform(exchange, new FilesTask.Resolve(paths, each));
            }
        }
        throw new IllegalArgumentException(
                "keep: '" + request.text("keep") + "' (expected: local, remote, both or newer)");
    }

    private String log(Exchange exchange) throws Refusal {
        long most = exchange.request().number("most", 100);
        if (most < 1 || most > MOST_NOTES) {
            throw new IllegalArgumentException("most: " + most + " (expected: 1 to " + MOST_NOTES + ")");
        }
        return perform(exchange, new FilesTask.Log((int) most));
    }

    private String perform(Exchange exchange, FilesTask task) throws Refusal {
        return ask(exchange, replyTo -> new FilesCommand.Do(folder(exchange.request()), task, replyTo));
    }

    private static FolderName folder(JsonMembers request) {
        return new FolderName(request.text("folder"));
    }

    private String ask(Exchange exchange, Function<ActorRef<Reply>, FilesCommand> question) throws Refusal {
        var patience = exchange.timeout();
        Reply reply = Actors.await(actors.ask(actors.parts().files(), question, patience), patience);
        if (reply instanceof Reply.Refused refused) {
            var reason = switch (refused.why()) {
                case ABSENT -> Reason.ABSENT;
                case CONFLICT -> Reason.CONFLICT;
                case USAGE -> Reason.USAGE;
                case FAILED -> Reason.FAILED;
                case FORBIDDEN -> Reason.FORBIDDEN;
                case PARTIAL -> Reason.PARTIAL;
            };
            throw new Refusal(reason, refused.message());
        }
        return ((Reply.Done) reply).json();
    }
}

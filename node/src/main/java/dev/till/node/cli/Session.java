package dev.till.node.cli;

import dev.till.node.client.Connection;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What a verb works with: the options of every command, where to print, and the way to the node. */
final class Session {
    /** The node keeps to the time limit itself; this is how much later we give up on the node. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final GlobalOptions options;
    private final Supplier<NodeStarter> starter;
    private List<String> rest = List.of();
    private Path directory = Path.of("");

    Session(Terminal terminal, GlobalOptions options, Supplier<NodeStarter> starter) {
        this.terminal = terminal;
        this.options = options;
        this.starter = starter;
    }

    /** The command for hosts that followed ours. */
    List<String> rest() {
        return rest;
    }

    /** Says what followed; before the verb runs. */
    void rest(List<String> words) {
        rest = List.copyOf(words);
    }

    /** Says that the caller is in another process, in {@code given}; before the verb runs. */
    void elsewhere(Path given) {
        directory = given;
    }

    /** What {@code path} names where the caller is; absolute. */
    Path path(Path path) {
        return directory.resolve(path).toAbsolutePath().normalize();
    }

    Terminal terminal() {
        return terminal;
    }

    PrintStream out() {
        return terminal.out();
    }

    boolean json() {
        return options.json();
    }

    boolean debug() {
        return options.debug();
    }

    Path home() {
        return options.home(terminal.environment());
    }

    Duration timeout() {
        return options.timeout();
    }

    /** The time limit given, else a longer one than usual. */
    Duration timeoutOr(Duration otherwise) {
        return options.timeoutOr(otherwise);
    }

    /** Loads what runs a node. */
    NodeStarter starter() {
        return starter.get();
    }

    /** A connection to the node, waiting at most as long as the options say. */
    Connection connect() throws IOException {
        return connect(timeout(), "waiting for the node");
    }

    /** A connection that waits at most {@code patience}, and says {@code doing} when that takes over a second. */
    Connection connect(Duration patience, String doing) throws IOException {
        return Connection.open(home(), waiting(patience, doing));
    }

    /** How long to wait for the node, showing that we do. */
    Waiting waiting() {
        return waiting(timeout(), "waiting for the node");
    }

    private Waiting waiting(Duration patience, String doing) {
        var progress = new Progress(terminal);
        return new Waiting(patience.plus(GRACE), terminal.live() ? time -> progress.waiting(doing, time) : null);
    }

    /** One request and its result, on a connection of its own. */
    String call(JsonWriter request) throws IOException, Refusal {
        return call(request, item -> {});
    }

    /** One request, its items and its result, on a connection of its own. */
    String call(JsonWriter request, Connection.Items items) throws IOException, Refusal {
        try (var connection = connect()) {
            return connection.call(
                    request.number("timeout_ms", Math.max(1, timeout().toMillis())), items);
        }
    }

    /** Prints one line of a result. */
    void print(String line) {
        terminal.out().append(line).append('\n');
    }

    /** Says something beside the result. */
    void say(String line) {
        terminal.err().println(line);
    }
}

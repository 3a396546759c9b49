package dev.till.node.api;

import dev.till.node.socket.Refusal;
import dev.till.protocol.host.ShellWords;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs a command on hosts. */
final class ExecOperation implements Operation {
    /** What a host's kernel passes to a shell as one argument is 128 KiB on Linux. */
    private static final int MAX_LINE = 100 << 10;

    private final HostReader reader;
    private final HostJobs jobs;

    ExecOperation(Actors actors, HostJobs jobs) {
        reader = new HostReader(actors);
        this.jobs = jobs;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        var line = line(exchange.request());
        int parallel = HostJobs.parallel(exchange);
        var selection = HostSelection.of(exchange.request(), reader.read());
        exchange.item(chosen(selection, line));
        var summary = new Summary();
        if (!exchange.request().flag("dry")) {
            jobs.run(exchange, selection, line, parallel, event -> {
                summary.count(event);
                exchange.item(JobJson.of(event));
            });
        }
        return summary.json();
    }

    /** The line for the remote shell: {@code command}, a list of words that stay what they are, or {@code shell} as it is. */
    private static String line(JsonMembers request) {
        var words = new ArrayList<String>();
        request.list("command").forEach(word -> words.add(JsonWriter.plain(word)));
        var shell = request.optionalText("shell");
        if (words.isEmpty() == shell.isEmpty()) {
            throw new IllegalArgumentException("command: " + (words.isEmpty() ? "nothing" : "in two ways")
                    + " (expected: words, or one line for a shell)");
        }
        var variables = new ArrayList<String>();
        request.list("env").forEach(given -> variables.add(ShellWords.variable(JsonWriter.plain(given))));
        var line = shell.isPresent() && variables.isEmpty()
                ? shell.get()
                : ShellWords.line(whole(
                        variables,
                        shell.map(given -> List.of("sh", "-c", given)).orElse(words)));
        if (line.isBlank() || line.length() > MAX_LINE || line.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("command: " + line.length() + " characters (expected: 1 to " + MAX_LINE
                    + ", without NUL; a longer one belongs into a script on the host)");
        }
        return line;
    }

    private static List<String> whole(List<String> variables, List<String> words) {
        if (variables.isEmpty()) {
            return words;
        }
        var whole = new ArrayList<>(List.of("env"));
        whole.addAll(variables);
        whole.addAll(words);
        return whole;
    }

    private static String chosen(HostSelection selection, String line) {
        var json = new JsonWriter(256).open('{').text("event", "hosts").open("hosts", '[');
        selection.targets().forEach(target -> json.text(target.name().value()));
        selection.incomplete().forEach(host -> json.text(host.value()));
        return json.close(']').text("line", line).close('}').toString();
    }
}

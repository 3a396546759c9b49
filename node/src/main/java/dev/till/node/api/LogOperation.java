package dev.till.node.api;

import dev.till.node.log.NodeLog;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sets the log level of one package while the node runs, or puts all back as they were configured. */
final class LogOperation implements Operation {
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)*");
    private static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

    private final Optional<NodeLog> log;

    LogOperation(Optional<NodeLog> log) {
        this.log = log;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal {
        var ours = log.orElseThrow(() -> new Refusal(
                Reason.FAILED, "the node is embedded in a program that logs in its own way; set levels there"));
        if (exchange.request().flag("reset")) {
            ours.reset();
            return new JsonWriter().open('{').flag("reset", true).close('}').toString();
        }
        var name = name(exchange);
        var level = level(exchange);
        ours.setLevel(name, level);
        return new JsonWriter()
                .open('{')
                .text("package", name)
                .text("level", level)
                .close('}')
                .toString();
    }

    /** A whole name, or the name of one of ours: {@code journal} stands for {@code dev.till.node.journal}. */
    private static String name(Exchange exchange) {
        var name = exchange.request().text("package");
        if (!PACKAGE.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "package: '" + name + "' (expected: a name such as journal or dev.till.node.journal)");
        }
        return name.contains(".") ? name : "dev.till.node." + name;
    }

    private static String level(Exchange exchange) {
        var level = exchange.request().optionalText("level").orElse("debug").toLowerCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new IllegalArgumentException("level: '" + level + "' (expected: " + String.join(", ", LEVELS) + ")");
        }
        return level;
    }
}

package dev.till.node.api;

import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.deploy.Deploy;
import dev.till.node.ssh.deploy.DeployPath;
import dev.till.node.ssh.deploy.DeployPlan;
import dev.till.node.ssh.deploy.Rollback;
import dev.till.protocol.id.Shown;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Requests that deploy directories to hosts, and go back. */
final class HostDeployOperations {
    private static final int LONGEST = 4000;

    private final Actors actors;
    private final SshOperations ssh;
    private final HostProcedures procedures;
    private final HostDeployBook book;

    HostDeployOperations(Actors actors, SshOperations ssh, HostProcedures procedures, HostDeployBook book) {
        this.actors = actors;
        this.ssh = ssh;
        this.procedures = procedures;
        this.book = book;
    }

    /** Copies a directory into a new release on each host, and switches to it. */
    String deploy(Exchange exchange) throws Refusal, IOException {
        var request = exchange.request();
        var plan = new DeployPlan(
                from(request.text("from")),
                DeployPath.parse(request.text("to")),
                request.list("exclude").stream()
                        .map(json -> line("exclude", JsonWriter.plain(json)))
                        .toList(),
                health(exchange),
                (int) Math.min(Integer.MAX_VALUE, request.number("keep", 5)),
                request.flag("compress"),
                request.flag("dry"));
        var hosts = new HostReader(actors).read();
        var selection = HostSelection.of(request, hosts);
        return procedures.run(
                exchange, selection, new Deploy(plan, ssh.configured(hosts).config(), book));
    }

    /** Goes back to the release before the one in use. */
    String rollback(Exchange exchange) throws Refusal, IOException {
        var request = exchange.request();
        var to = request.optionalText("to").map(DeployPath::parse);
        var selection = HostSelection.of(request, new HostReader(actors).read());
        return procedures.run(exchange, selection, new Rollback(to, health(exchange), request.flag("dry"), book));
    }

    private static Path from(String text) throws Refusal {
        var path = Path.of(text);
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("from: '" + Shown.of(text) + "' (expected: an absolute path)");
        }
        if (!Files.isDirectory(path)) {
            throw new Refusal(Reason.ABSENT, "no such directory: " + Shown.of(text));
        }
        return path;
    }

    private static Optional<String> health(Exchange exchange) {
        return exchange.request().optionalText("health").map(text -> line("health", text));
    }

    private static String line(String name, String text) {
        if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    name + ": '" + Shown.of(text) + "' (expected: one line of at most " + LONGEST + " characters)");
        }
        return text;
    }
}

package dev.till.node.api;

import dev.till.node.socket.Refusal;
import dev.till.node.ssh.procedure.Procedure;
import dev.till.node.ssh.sync.HostSync;
import dev.till.node.ssh.sync.LegacySync;
import dev.till.protocol.host.HostName;
import dev.till.protocol.id.Shown;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Syncs hosts: working copies and till there; or, with those of the older kind, the lists of hosts. */
final class HostSyncOperation implements Operation {
    /** The attribute of a host that lists its working copies. */
    private static final String PATHS = "sync_paths";

    private final Actors actors;
    private final HostOperations hosts;
    private final HostProcedures procedures;

    HostSyncOperation(Actors actors, HostOperations hosts, HostProcedures procedures) {
        this.actors = actors;
        this.hosts = hosts;
        this.procedures = procedures;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        boolean dry = exchange.request().flag("dry");
        var given = plain(exchange.request().list("paths"));
        given.forEach(HostSyncOperation::require);
        boolean legacy = exchange.request().flag("legacy");
        if (legacy && !given.isEmpty()) {
            throw new IllegalArgumentException(
                    "paths: " + given.size() + " (expected: none with legacy, which only exchanges lists of hosts)");
        }
        var selection = HostSelection.of(exchange.request(), new HostReader(actors).read());
        Procedure procedure = legacy ? new LegacySync(new HostLists(hosts), dry) : new HostSync(paths(given), dry);
        return procedures.run(exchange, selection, procedure);
    }

    private Map<HostName, List<String>> paths(List<String> given) throws Refusal, IOException {
        var paths = new LinkedHashMap<HostName, List<String>>();
        new HostReader(actors).read().hosts().forEach((name, host) -> {
            var all = new ArrayList<>(recorded(host.value(PATHS)));
            all.addAll(given);
            paths.put(name, List.copyOf(all));
        });
        return paths;
    }

    /** Anybody may have written to the register: what is no list of paths counts as none. */
    private static List<String> recorded(Optional<Value> value) {
        try {
            var paths = value.map(json -> plain(
                            JsonMembers.parse("{\"paths\":" + json.json() + "}").list("paths")))
                    .orElse(List.of());
            paths.forEach(HostSyncOperation::require);
            return paths;
        } catch (IllegalArgumentException none) {
            return List.of();
        }
    }

    private static List<String> plain(List<String> json) {
        return json.stream().map(JsonWriter::plain).toList();
    }

    private static void require(String path) {
        if (path.isBlank() || path.startsWith("-") || path.chars().anyMatch(c -> c < ' ')) {
            throw new IllegalArgumentException(
                    "path: '" + Shown.of(path) + "' (expected: one of a working copy, without control characters)");
        }
    }
}

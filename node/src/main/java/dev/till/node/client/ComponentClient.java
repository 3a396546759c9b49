package dev.till.node.client;

import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.component.CommandRecord;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.DurationText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The components of the fleet and their commands, as the node of this machine knows them.
 *
 * <p>Calls block, one at a time; threads may share a client and then take turns. Every method throws IOException when the
 * connection is broken (connect again) and Refusal when the node says no.
 */
public final class ComponentClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connection connection;

    private ComponentClient(Connection connection) {
        this.connection = connection;
    }

    /** Connects to the node of {@code home}; throws {@link NodeUnreachableException} when none is running. */
    public static ComponentClient connect(Path home) throws IOException {
        return new ComponentClient(Connection.open(home, Waiting.atMost(PATIENCE)));
    }

    /** The id of this device. */
    public synchronized String device() throws IOException, Refusal {
        return JsonMembers.parse(connection.call(Connection.request("device"))).text("device");
    }

    /** A component of this device says how it is; on disk when it returns. */
    public synchronized void report(ComponentReport report) throws IOException, Refusal {
        var request =
                Connection.request("component-set").text("name", report.name()).text("status", report.status());
        report.version().ifPresent(version -> request.text("version", version));
        report.ttl().ifPresent(ttl -> request.text("ttl", DurationText.format(ttl)));
        request.open("metrics", '{');
        report.metrics().forEach(request::raw);
        connection.call(request.close('}'));
    }

    /** All components of all devices. */
    public synchronized List<ComponentReading> list() throws IOException, Refusal {
        var all = new ArrayList<ComponentReading>();
        connection.call(Connection.request("components"), item -> all.add(ComponentReading.parse(item)));
        return all;
    }

    /** One component of this device, if there is one of that name. */
    public synchronized Optional<ComponentReading> get(String name) throws IOException, Refusal {
        return unlessAbsent(Connection.request("component").text("name", name)).map(ComponentReading::parse);
    }

    /** A component of this device is no more; false when there was none of that name. */
    public synchronized boolean remove(String name) throws IOException, Refusal {
        return unlessAbsent(Connection.request("component-remove").text("name", name))
                .isPresent();
    }

    /**
     * Asks a component to do something; it waits until the component takes it.
     *
     * @param device name or id of where it runs; empty: here
     */
    public synchronized ComponentCommand send(String name, String action, Value arguments, Optional<String> device)
            throws IOException, Refusal {
        var request = Connection.request("command-send")
                .text("component", name)
                .text("action", action)
                .raw("arguments", arguments.json());
        device.ifPresent(given -> request.text("device", given));
        return ComponentCommand.parse(connection.call(request));
    }

    /** All commands of all devices, the oldest first. */
    public synchronized List<ComponentCommand> commands() throws IOException, Refusal {
        var all = new ArrayList<ComponentCommand>();
        connection.call(Connection.request("commands"), item -> all.add(ComponentCommand.parse(item)));
        return all;
    }

    /** Takes the oldest command that waits for a component of this device; nobody else gets it. Empty when none waits. */
    public synchronized Optional<ComponentCommand> next(String name) throws IOException, Refusal {
        return unlessAbsent(Connection.request("command-next").text("component", name))
                .map(ComponentCommand::parse);
    }

    /** A command that was taken is done. Of a longer output the last {@value CommandRecord#MAX_OUTPUT} characters are kept. */
    public void done(String id, String output) throws IOException, Refusal {
        settle(id, Optional.empty(), output);
    }

    /** A command that was taken has failed. */
    public void fail(String id, String why, String output) throws IOException, Refusal {
        settle(id, Optional.of(why), output);
    }

    private synchronized void settle(String id, Optional<String> why, String output) throws IOException, Refusal {
        var request = Connection.request("command-settle").text("command", id).flag("failed", why.isPresent());
        why.ifPresent(reason -> request.text("why", reason));
        int over = Math.max(0, output.length() - CommandRecord.MAX_OUTPUT);
        connection.call(request.text("output", output.substring(over)));
    }

    private Optional<String> unlessAbsent(JsonWriter request) throws IOException, Refusal {
        try {
            return Optional.of(connection.call(request));
        } catch (Refusal refusal) {
            if (refusal.reason() == Reason.ABSENT) {
                return Optional.empty();
            }
            throw refusal;
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}

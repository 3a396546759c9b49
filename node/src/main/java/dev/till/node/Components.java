package dev.till.node;

import dev.till.node.client.ComponentClient;
import dev.till.node.client.ComponentCommand;
import dev.till.node.client.ComponentReading;
import dev.till.node.client.ComponentReport;
import dev.till.node.socket.Refusal;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The components of the fleet, for the JVM of one of them: what it says of itself, and what it is asked to do. It needs no
 * network and no credentials; all goes through the node of this machine.
 *
 * <p>Made by {@link Till#components}. Blocking methods throw IOException when the node cannot be reached and {@link Refusal}
 * when it says no. Thread-safe.
 */
public final class Components {
    private final Path home;
    private final Till till;

    Components(Path home, Till till) {
        this.home = home;
        this.till = till;
    }

    /** What a component does with a command that it has taken. */
    public interface Handler {
        /**
         * Does it.
         *
         * @return what there is to say, of which at most 64 Ki characters are kept
         * @throws Exception when it failed; its message is told as the reason
         */
        String handle(ComponentCommand command) throws Exception;
    }

    /** A component of this device says how it is; on disk when it returns. Say it again before its time to live is over. */
    public void report(ComponentReport report) throws IOException, Refusal {
        try (var client = ComponentClient.connect(home)) {
            client.report(report);
        }
    }

    /** All components of all devices. */
    public List<ComponentReading> list() throws IOException, Refusal {
        try (var client = ComponentClient.connect(home)) {
            return client.list();
        }
    }

    /** One component of this device, if there is one of that name. */
    public Optional<ComponentReading> get(String name) throws IOException, Refusal {
        try (var client = ComponentClient.connect(home)) {
            return client.get(name);
        }
    }

    /** A component of this device is no more; false when there was none of that name. */
    public boolean remove(String name) throws IOException, Refusal {
        try (var client = ComponentClient.connect(home)) {
            return client.remove(name);
        }
    }

    /** Asks a component of this device to do something; see {@link ComponentClient#send}. */
    public ComponentCommand send(String name, String action, Value arguments) throws IOException, Refusal {
        return send(name, action, arguments, Optional.empty());
    }

    /** Asks a component of a device, by its name or id, to do something. */
    public ComponentCommand sendTo(String device, String name, String action, Value arguments)
            throws IOException, Refusal {
        return send(name, action, arguments, Optional.of(device));
    }

    private ComponentCommand send(String name, String action, Value arguments, Optional<String> device)
            throws IOException, Refusal {
        try (var client = ComponentClient.connect(home)) {
            return client.send(name, action, arguments, device);
        }
    }

    /** All commands of all devices and what came of them, the oldest first. */
    public List<ComponentCommand> commands() throws IOException, Refusal {
        try (var client = ComponentClient.connect(home)) {
            return client.commands();
        }
    }

    /**
     * Takes the commands of a component of this device from now on, those that wait already included, and hands them to
     * {@code handler}, one after the other, on a thread of its own. What comes of each is on disk before the next is taken.
     *
     * <p>A command is taken at most once: one whose handler was interrupted by the end of the process stays {@code taken}. It
     * ends when it is closed, which lets a handler that runs go on to its end, or when the node is gone; see {@link
     * Till.Subscription#ended}.
     */
    public Till.Subscription serve(String name, Handler handler) throws IOException, Refusal {
        return CommandThread.start(home, till, name, handler);
    }
}

package dev.till.node.demo;

import dev.till.node.client.Connection;
import dev.till.node.client.Reading;
import dev.till.node.client.TillClient;
import dev.till.node.client.Watch;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.Waiting;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import dev.till.protocol.register.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One node of the demonstration: a home, and the process that runs there now. */
final class DemoNode {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Path home;
    private final List<String> launcher;
    private Process process;

    DemoNode(String name, Path home, List<String> launcher) {
        this.name = name;
        this.home = home;
        this.launcher = launcher;
    }

    String name() {
        return name;
    }

    Path home() {
        return home;
    }

    /** Starts the process and returns when it serves. */
    void start() throws IOException {
        var command = new ArrayList<>(launcher);
        command.addAll(List.of("up", "--home", home.toString(), "--name", name, "--json"));
        command.addAll(List.of("--bind", "127.0.0.1", "--port", "0", "--no-mdns"));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var ready = lines.readLine();
        if (ready == null || !JsonMembers.parse(ready).flag("ready")) {
            throw new IOException(
                    name + " did not start; see " + home.resolve("logs").resolve("till.log"));
        }
    }

    /** Ends the process as a power cut would. */
    void kill() throws IOException {
        await(process.destroyForcibly());
    }

    /** Ends the process, if it runs. */
    void stop() throws IOException {
        if (process != null && process.isAlive()) {
            process.destroy();
            await(process);
        }
    }

    String call(JsonWriter request) throws IOException, Refusal {
        try (var connection = Connection.open(home, Waiting.atMost(PATIENCE))) {
            return connection.call(request);
        }
    }

    /** What the items of a stream are. */
    List<String> items(JsonWriter request) throws IOException, Refusal {
        var items = new ArrayList<String>();
        try (var connection = Connection.open(home, Waiting.atMost(PATIENCE))) {
            connection.call(request, items::add);
        }
        return items;
    }

    TillClient client() throws IOException {
        return TillClient.connect(home);
    }

    /** How many peers it has in reach. */
    long peersUp() throws IOException, Refusal {
        return JsonMembers.parse(call(Connection.request("status"))).list("peers").stream()
                .filter(peer -> JsonMembers.parse(peer).text("state").equals("up"))
                .count();
    }

    void set(String entity, String field, Value value) throws IOException, Refusal {
        try (var client = client()) {
            client.set(entity, field, value);
        }
    }

    /** Waits for {@code value} to arrive and returns when it did, by {@link System#nanoTime}. */
    static long await(Watch watch, Value value) throws IOException, Refusal {
        while (true) {
            Reading reading = watch.next(PATIENCE)
                    .orElseThrow(() -> new IOException("nothing arrived within " + PATIENCE.toSeconds() + " s"));
            if (reading.value().filter(value::equals).isPresent()) {
                return System.nanoTime();
            }
        }
    }

    private void await(Process ending) throws IOException {
        try {
            if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                ending.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending.destroyForcibly();
        }
    }
}

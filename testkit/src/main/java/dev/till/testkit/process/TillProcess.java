package dev.till.testkit.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.till.node.client.Reading;
import dev.till.node.client.TillClient;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.register.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A till node as people run it: a process of the distribution, with a home of its own. It can be crashed, frozen and
 * started again on the same home, and commands can be run against it.
 *
 * <p>Not safe for use by several threads, {@link #till} aside.
 */
public final class TillProcess implements AutoCloseable {

    private static final Duration STARTUP = Duration.ofMinutes(3);

    /** Of the JVM of every node for which a test names none. */
    private static final String NODE_OPTIONS = System.getProperty("till.node.options", "");

    private final Path home;
    private final Path log;
    private final List<String> entrance;
    private final List<String> options;
    private final Map<String, String> environment;
    private Optional<Process> process = Optional.empty();
    private Optional<Ready> ready = Optional.empty();

    private TillProcess(Path home, List<String> entrance, List<String> options, Map<String, String> environment) {
        this.home = home;
        this.entrance = List.copyOf(entrance);
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
        log = home.resolveSibling(home.getFileName() + ".log");
    }

    /**
     * A node, not started yet.
     *
     * @param home its home; made by the node. Keep it short: it holds a socket, whose path may have about 100 bytes
     * @param options of {@code till up}
     */
    public static TillProcess at(Path home, String... options) {
        return new TillProcess(home, List.of(), List.of(options), Map.of());
    }

    /**
     * A node on loopback, at any free port, that looks for nobody; not started yet.
     *
     * @param settings {@code key=value} each
     */
    public static TillProcess alone(Path home, String... settings) {
        var options = Stream.of("--bind", "127.0.0.1", "--port", "0", "--no-discovery");
        var chosen = Stream.of(settings).flatMap(setting -> Stream.of("--set", setting));
        return at(home, Stream.concat(options, chosen).toArray(String[]::new));
    }

    /** The same, on a machine of its own: {@code entrance} stands before every command. */
    public TillProcess on(List<String> machine) {
        return new TillProcess(home, machine, options, environment);
    }

    /** The same, with one more variable in the environment of the node alone. */
    public TillProcess with(String name, String value) {
        var more = new TreeMap<>(environment);
        more.put(name, value);
        return new TillProcess(home, entrance, options, more);
    }

    /** Starts it and waits until it serves. */
    public TillProcess start() {
        var started = command("up").talk(log);
        process = Optional.of(started);
        ready = Optional.of(Ready.of(Json.of(firstLine(started))));
        return this;
    }

    /** What it said when it began to serve. */
    public Ready ready() {
        return ready.orElseThrow(() -> new IllegalStateException("never started: " + home));
    }

    public Path home() {
        return home;
    }

    /** All that it logged to its standard error, of all its lives. */
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command of till against this home, whatever becomes of it. */
    public Outcome till(String... arguments) {
        return program(arguments).run();
    }

    /** A command of till against this home, not run yet. */
    public Program program(String... arguments) {
        var command = new ArrayList<>(List.of(Layout.find().launcher(), "--home", home.toString()));
        command.addAll(List.of(arguments));
        return Program.of(command).with("JAVA_HOME", Layout.jdk().toString()).through(entrance);
    }

    /** Runs a command that must succeed and reads the JSON it prints. */
    public JsonNode json(String... arguments) {
        var command = new ArrayList<>(List.of(arguments));
        command.add("--json");
        return Json.of(till(command.toArray(String[]::new)).orThrow().out());
    }

    /** A register as its JSON text, asked over the local socket. */
    public Optional<Value> get(String entity, String field) {
        return ask(client -> client.get(entity, field).flatMap(Reading::value));
    }

    /** What the node says of itself, asked over the local socket. */
    public JsonMembers status() {
        return ask(client -> JsonMembers.parse(client.status()));
    }

    /** Asks over a fresh connection to the local socket, as a component on this machine would. */
    public <T> T ask(Question<T> question) {
        try (var client = TillClient.connect(home)) {
            return question.to(client);
        } catch (IOException | Refusal e) {
            throw new IllegalStateException(this + ": " + e.getMessage(), e);
        }
    }

    /** What to ask of a node. */
    public interface Question<T> {
        T to(TillClient client) throws IOException, Refusal;
    }

    /** A line to enrol one more device with. */
    public String invite() {
        return till("device", "invite").orThrow().text().strip();
    }

    public long pid() {
        return running().pid();
    }

    public boolean isAlive() {
        return process.filter(Process::isAlive).isPresent();
    }

    /** {@code kill -9}, and waits for the end. */
    public void crash() {
        signal("KILL");
        end();
    }

    /** Stops it in its tracks, as a laptop that is closed. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets a frozen one go on. */
    public void thaw() {
        signal("CONT");
    }

    /** Stops it cleanly and gives its exit status. */
    public int stop() {
        till("down").orThrow();
        return end();
    }

    /** Waits for it to end by itself and gives its exit status. */
    public int end() {
        try {
            if (!running().waitFor(Program.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("still running: " + home + "\n" + log());
            }
            return running().exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Ends it, if it runs, however it can. */
    @Override
    public void close() {
        process.filter(Process::isAlive).ifPresent(alive -> {
            signal("CONT");
            alive.destroyForcibly();
            end();
        });
    }

    @Override
    public String toString() {
        return ready.map(Ready::name).orElse(home.toString());
    }

    private Program command(String verb) {
        var arguments = new ArrayList<>(List.of(verb, "--json"));
        arguments.addAll(options);
        var program = program(arguments.toArray(String[]::new));
        if (!NODE_OPTIONS.isEmpty()) {
            program = program.with("TILL_JAVA_OPTS", NODE_OPTIONS);
        }
        for (var variable : environment.entrySet()) {
            program = program.with(variable.getKey(), variable.getValue());
        }
        return program;
    }

    private String firstLine(Process started) {
        var line = new CompletableFuture<String>();
        var reader = new Thread(() -> drain(started.inputReader(), line), "till-" + home.getFileName());
        reader.setDaemon(true);
        reader.start();
        try {
            return line.get(STARTUP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            started.destroyForcibly();
            throw new IllegalStateException("not ready: " + home + "\n" + log(), e);
        }
    }

    /** Takes the first line, then reads on so that the node never waits for us. */
    private static void drain(BufferedReader output, CompletableFuture<String> first) {
        try (output) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                first.complete(line);
            }
            first.completeExceptionally(new IOException("it ended before it was ready"));
        } catch (IOException e) {
            first.completeExceptionally(e);
        }
    }

    private Process running() {
        return process.orElseThrow(() -> new IllegalStateException("not running: " + home));
    }

    private void signal(String name) {
        Program.of("kill", "-" + name, Long.toString(pid())).run();
    }
}

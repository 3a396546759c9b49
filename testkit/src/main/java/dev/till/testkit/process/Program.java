package dev.till.testkit.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A program with its arguments and surroundings, to be run to its end or left running. */
public record Program(List<String> command, Map<String, String> environment, String input) {

    /** How long a program that should end soon may take. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    public Program {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** A program by name and arguments, without input. */
    public static Program of(String... command) {
        return of(List.of(command));
    }

    /** A program by name and arguments, without input. */
    public static Program of(List<String> command) {
        return new Program(command, Map.of(), "");
    }

    /** The same, started by another program: {@code ip netns exec NAME}, for one. */
    public Program through(List<String> prefix) {
        var whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return new Program(whole, environment, input);
    }

    /** The same with one more variable in its environment. */
    public Program with(String name, String value) {
        var variables = new TreeMap<>(environment);
        variables.put(name, value);
        return new Program(command, variables, input);
    }

    /** The same with this on its standard input. */
    public Program reading(String text) {
        return new Program(command, environment, text);
    }

    /** Runs it to its end, for at most {@link #PATIENCE}. */
    public Outcome run() {
        return run(PATIENCE);
    }

    /** Runs it to its end; one that takes longer than {@code patience} is killed, and that is an error. */
    public Outcome run(Duration patience) {
        try {
            var process = builder().start();
            var out = collect(process.getInputStream());
            var err = collect(process.getErrorStream());
            feed(process);
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "still running after " + patience + ": " + String.join(" ", command) + "\n" + err.getNow(""));
            }
            return new Outcome(command, process.exitValue(), out.join(), err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted: " + command, e);
        }
    }

    /** Starts it and leaves it running; what it says goes to the end of {@code log}, its input stays open. */
    public Process start(Path log) {
        var to = ProcessBuilder.Redirect.appendTo(log.toFile());
        try {
            return builder().redirectErrorStream(true).redirectOutput(to).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it with its output for the caller to read; what it complains of goes to the end of {@code log}. */
    public Process talk(Path log) {
        var to = ProcessBuilder.Redirect.appendTo(log.toFile());
        try {
            return builder().redirectError(to).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessBuilder builder() {
        var builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    private void feed(Process process) throws IOException {
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended before it had read all; its status says why.
            if (process.isAlive()) {
                throw e;
            }
        }
    }

    private static CompletableFuture<String> collect(InputStream from) {
        var text = new CompletableFuture<String>();
        var reader = new Thread(
                () -> {
                    try (from) {
                        text.complete(new String(from.readAllBytes(), StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        text.completeExceptionally(e);
                    }
                },
                "output");
        reader.setDaemon(true);
        reader.start();
        return text;
    }
}

package dev.till.testkit.bench;

import dev.till.testkit.process.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Worker} in a process of its own, as seen by who gives it tasks. */
final class WorkerProcess implements AutoCloseable {

    private final Process process;
    private final PrintWriter tasks;
    private final BufferedReader answers;
    private final Path log;

    private WorkerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
        tasks = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts one and waits until it has joined its system. */
    static WorkerProcess start(Path log, String... args) {
        var command = new ArrayList<>(Jvm.command());
        command.add(Worker.class.getName());
        command.addAll(List.of(args));
        var worker = new WorkerProcess(Program.of(command).talk(log), log);
        worker.answer();
        return worker;
    }

    /** Gives a task and waits for its answer. */
    String does(String task) {
        tell(task);
        return answer();
    }

    /** Gives a task; its {@link #answer} is to be asked for. */
    void tell(String task) {
        tasks.println(task);
    }

    String answer() {
        try {
            var line = answers.readLine();
            if (line == null || line.startsWith("failed")) {
                throw new IllegalStateException("worker: " + line + " (its log is " + log + ")");
            }
            return line;
        } catch (IOException e) {
            throw new IllegalStateException("worker: lost (its log is " + log + ")", e);
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        tasks.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

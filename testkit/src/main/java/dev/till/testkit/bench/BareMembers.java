package dev.till.testkit.bench;

import dev.till.testkit.process.ProcessFleet;
import dev.till.testkit.process.Program;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Processes of {@link BarePekko} that were started at once, with the flags of a node and, once there is one, an archive of classes. */
final class BareMembers implements AutoCloseable {

    /** Longer than the JVM takes to write an archive when it ends. */
    private static final long PATIENCE_SECONDS = 120;

    private final long begun = System.nanoTime();
    private final List<Process> processes = new ArrayList<>();
    private final List<BufferedReader> answers = new ArrayList<>();

    /** Starts them. Where {@code archive} is missing, the first one leaves it behind when it is closed. */
    static BareMembers start(int count, Path archive, Path log) {
        var members = new BareMembers();
        var ports = ProcessFleet.freePorts(count);
        boolean known = Files.exists(archive);
        for (int port : ports) {
            var command = new ArrayList<>(Jvm.command());
            if (known || port == ports.get(0)) {
                command.add(1, flag(known) + archive);
            }
            command.addAll(List.of(
                    BarePekko.class.getName(),
                    Integer.toString(port),
                    Integer.toString(count),
                    ports.get(0).toString()));
            var process = Program.of(command).talk(log);
            members.processes.add(process);
            members.answers.add(process.inputReader());
        }
        return members;
    }

    /** As the launcher has it: from JDK 25 on an archive holds more than classes (JEP 514). */
    private static String flag(boolean known) {
        boolean ahead = Runtime.version().feature() >= 25;
        if (known) {
            return ahead ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
        }
        return ahead ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
    }

    /** When the first of them was started, by {@link System#nanoTime()}. */
    long begun() {
        return begun;
    }

    List<Long> pids() {
        return processes.stream().map(Process::pid).toList();
    }

    /** Waits until every one has said so. */
    void await(String what) {
        for (var answer : answers) {
            try {
                var line = answer.readLine();
                if (!what.equals(line)) {
                    throw new IllegalStateException("bare member: " + line + " (expected: " + what + ")");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            for (var process : processes) {
                process.getOutputStream().close();
            }
            for (var process : processes) {
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            processes.forEach(Process::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }
}

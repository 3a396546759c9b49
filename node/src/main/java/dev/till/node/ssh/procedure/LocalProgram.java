package dev.till.node.ssh.procedure;

import dev.till.protocol.id.Shown;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs the real {@code ssh} and {@code rsync}, which read nothing, to their end; interrupting the thread ends them. */
public final class LocalProgram {
    private static final int COMPLAINTS = 20;

    /** Characters of a complaint: a path, and after it the reason. */
    private static final int LONGEST = 400;

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private LocalProgram() {}

    /** Runs it for at most {@code left}, and hands on what it prints; throws with what it complained of unless it ends well. */
    public static void run(List<String> words, Duration left, Consumer<String> out) throws StepFailed {
        var process = started(words);
        var complaints = Collections.synchronizedList(new ArrayList<String>());
        try {
            var printing = drain(process.inputReader(), out);
            var complaining = drain(process.errorReader(), line -> {
                if (complaints.size() < COMPLAINTS) {
                    complaints.add(line);
                }
            });
            // Not by reading, which nobody could interrupt.
            if (!process.waitFor(left.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StepFailed(words.get(0) + " was not done in time");
            }
            // What it started may have kept its output, and outlive it.
            printing.join(LAST_WORDS.toMillis());
            complaining.join(LAST_WORDS.toMillis());
            if (process.exitValue() != 0) {
                throw new StepFailed(summary(words.get(0), List.copyOf(complaints), process.exitValue()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StepFailed("stopped");
        } finally {
            process.destroy();
        }
    }

    private static Process started(List<String> words) throws StepFailed {
        try {
            var builder = new ProcessBuilder(words);
            builder.environment().put("LC_ALL", "C.UTF-8");
            var process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new StepFailed(
                    words.get(0) + " cannot be started on this side: " + e.getMessage() + "; is it installed?");
        }
    }

    /** The last line of rsync only says where in its source it gave up. */
    private static String summary(String program, List<String> complaints, int status) {
        return complaints.stream()
                .filter(line -> !line.startsWith("rsync error:") && !line.isBlank())
                .findFirst()
                .or(() -> complaints.stream().findFirst())
                .map(line -> Shown.of(line, LONGEST))
                .orElse(program + " ended with status " + status);
    }

    /** Progress comes as lines that overwrite each other. */
    private static Thread drain(BufferedReader lines, Consumer<String> to) {
        var thread = new Thread(
                () -> {
                    try (lines) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (!line.isBlank()) {
                                to.accept(line.strip());
                            }
                        }
                    } catch (IOException closed) {
                        // The process was ended; what it said so far is all there is.
                    }
                },
                "till-drain");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}

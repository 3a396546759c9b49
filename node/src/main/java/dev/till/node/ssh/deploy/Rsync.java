package dev.till.node.ssh.deploy;

import dev.till.node.ssh.home.SshHome;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.StepFailed;
import dev.till.protocol.id.Shown;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The real {@code rsync}, over the real {@code ssh} with till's configuration.
 *
 * @param config of ssh
 * @param from the directory whose content is copied
 */
record Rsync(Path config, Path from, List<String> excludes, boolean compress) {
    private static final int COMPLAINTS = 20;

    /** Seconds after which an end that says nothing is given up; each says something every third of that. */
    private static final int SILENCE = 120;

    /** Takes a line of output. */
    interface Lines extends Consumer<String> {}

    /** Makes {@code directory} of the host equal; what is the same in {@code linked}, beside it, becomes a hard link. */
    void copy(Remote host, String directory, List<String> linked, Lines progress) throws StepFailed {
        var words = new ArrayList<>(List.of("--info=progress2"));
        linked.forEach(release -> words.add("--link-dest=../" + release));
        run(words, host, directory, progress);
    }

    /** Tells what would be changed in {@code directory} of the host, a line each, and changes nothing. */
    void compare(Remote host, String directory, Lines changes) throws StepFailed {
        run(List.of("--dry-run", "--out-format=%i %n"), host, directory, changes);
    }

    private void run(List<String> more, Remote host, String directory, Lines out) throws StepFailed {
        var words = new ArrayList<>(List.of("rsync", "-a", "--delete", "-s", "--timeout=" + SILENCE, "-e", shell()));
        words.addAll(more);
        excludes.forEach(pattern -> words.add("--exclude=" + pattern));
        if (compress) {
            words.add("-z");
        }
        words.add(from + (from.toString().endsWith("/") ? "" : "/"));
        words.add(SshHome.ALIAS + host.target().name() + ":" + directory + "/");
        run(words, host.left(), out);
    }

    /** Read by rsync, which takes quotes as they are meant. A home with quotes in its name has no configuration. */
    private String shell() {
        return "ssh -o BatchMode=yes -F \"" + config + '"';
    }

    private static void run(List<String> words, Duration left, Lines out) throws StepFailed {
        var process = started(words);
        var complaints = new ArrayList<String>();
        try {
            var printing = drain(process.inputReader(), out);
            var complaining = drain(process.errorReader(), line -> {
                if (complaints.size() < COMPLAINTS) {
                    complaints.add(line);
                }
            });
            // Not by reading, which nobody could interrupt.
            if (!process.waitFor(left.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StepFailed("rsync was not done in time");
            }
            printing.join();
            complaining.join();
            if (process.exitValue() != 0) {
                throw new StepFailed(summary(complaints, process.exitValue()));
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
            throw new StepFailed("rsync cannot be started on this side: " + e.getMessage() + "; is it installed?");
        }
    }

    /** Its last line only says where in its source it gave up. */
    private static String summary(List<String> complaints, int status) {
        return complaints.stream()
                .filter(line -> !line.startsWith("rsync error:") && !line.isBlank())
                .findFirst()
                .or(() -> complaints.stream().findFirst())
                .map(Shown::of)
                .orElse("rsync ended with status " + status);
    }

    /** Progress comes as lines that overwrite each other. */
    private static Thread drain(BufferedReader lines, Lines to) {
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
                "till-rsync");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}

package dev.till.node.federation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs other programs to their end, with a bound on their time and output. Blocks. */
final class Programs {
    private static final int MOST_BYTES = 64 << 10;

    /** What the node itself may have been given to reach the network with; it is not ours to hand on. */
    private static final Set<String> SECRETS =
            Set.of("TILL_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN");

    private Programs() {}

    /** How one ended; {@code output} is the last of what it printed, complaints included. */
    record Ended(int status, String output) {}

    /** Runs one in a directory. Throws IOException when there is none of that name, or it takes longer. */
    static Ended run(Path directory, Duration patience, List<String> command) throws IOException {
        return run(directory, patience, command, Map.of());
    }

    /** The same, with these variables in its environment. */
    static Ended run(Path directory, Duration patience, List<String> command, Map<String, String> variables)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().keySet().removeIf(name -> SECRETS.contains(name) || name.startsWith("AWS_"));
        builder.environment().putAll(variables);
        var process = builder.start();
        process.getOutputStream().close();
        var output = CompletableFuture.supplyAsync(() -> last(process));
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(command.get(0) + " took longer than " + patience.toMinutes() + " minutes");
            }
            return new Ended(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String last(Process process) {
        var kept = new byte[0];
        try (var in = process.getInputStream()) {
            for (var chunk = in.readNBytes(MOST_BYTES / 2); chunk.length > 0; chunk = in.readNBytes(MOST_BYTES / 2)) {
                var all = new byte[Math.min(kept.length, MOST_BYTES / 2) + chunk.length];
                int before = all.length - chunk.length;
                System.arraycopy(kept, kept.length - before, all, 0, before);
                System.arraycopy(chunk, 0, all, before, chunk.length);
                kept = all;
            }
        } catch (IOException e) {
            // It was ended; what it said so far is all there is.
            return new String(kept, StandardCharsets.UTF_8);
        }
        return new String(kept, StandardCharsets.UTF_8);
    }
}

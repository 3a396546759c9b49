package dev.till.node.files.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The program {@code git} in one directory. It runs no hooks, asks nobody anything, and starts nothing that goes on behind our
 * back.
 */
record Git(Path directory) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MOST_OUTPUT = 8 << 20;
    private static final List<String> ALWAYS = List.of(
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "gc.auto=0",
            "-c",
            "maintenance.auto=false",
            "-c",
            "protocol.file.allow=always",
            "-c",
            "fetch.fsckObjects=true",
            "-c",
            "transfer.fsckObjects=true");

    /** What a command said, errors too where it failed. */
    record Answer(int status, String text) {
        boolean isDone() {
            return status == 0;
        }

        List<String> lines() {
            return text.lines().toList();
        }
    }

    /** Runs a command that must succeed. */
    Answer must(String... words) throws IOException {
        var answer = run(words);
        if (!answer.isDone()) {
            throw new IOException("git " + words[0] + " in " + directory + " ended with status " + answer.status()
                    + ": " + answer.text().strip());
        }
        return answer;
    }

    /** Runs a command. */
    Answer run(String... words) throws IOException {
        var command = new ArrayList<String>();
        command.add("git");
        command.addAll(ALWAYS);
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
        builder.environment().put("GIT_TERMINAL_PROMPT", "0");
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        builder.environment().put("LC_ALL", "C.UTF-8");
        var process = start(builder);
        try {
            process.getOutputStream().close();
            var text = CompletableFuture.supplyAsync(() -> read(process.getInputStream()));
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("git " + words[0] + " did not end within " + PATIENCE.toMinutes() + " minutes");
            }
            return new Answer(process.exitValue(), text.join());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while git worked");
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException("git cannot be started; install it (on Debian: apt-get install git)", e);
        }
    }

    /** The beginning of what it says; the rest is read too, so that it does not wait for us. */
    private static String read(InputStream in) {
        try {
            var text = new String(in.readNBytes(MOST_OUTPUT), StandardCharsets.UTF_8);
            in.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

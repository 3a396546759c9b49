package dev.till.node.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Runs commands in this process, as the launcher would in one of their own. */
final class Till {
    private final Path home;
    private final Starter starter = new Starter();

    Till(Path home) {
        this.home = home;
    }

    /** What a command did. */
    record Ran(int status, String out, String err) {}

    Starter starter() {
        return starter;
    }

    Ran run(String... args) {
        return runWith("", args);
    }

    Ran runWith(String in, String... args) {
        var all = new ArrayList<>(List.of("--home", home.toString()));
        all.addAll(List.of(args));
        return runBare(in, all.toArray(String[]::new));
    }

    Ran runBare(String in, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status = Cli.run(
                args,
                new Terminal(
                        new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of("TILL_HOME", home.toString()),
                        false,
                        false,
                        false),
                () -> starter);
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Remembers what it was asked and pretends to have done it. */
    static final class Starter implements NodeStarter {
        private List<String> settings = List.of();

        List<String> chosen() {
            return settings;
        }

        @Override
        public void up(Path home, List<String> chosen, ReadyListener ready) {
            settings = chosen;
            ready.ready(new Ready("m4", "d".repeat(32), "f".repeat(32), "192.0.2.1:7270", home));
        }

        @Override
        public int demo(int nodes, boolean json, PrintStream out) {
            out.println(nodes + " nodes");
            return ExitStatus.DONE;
        }

        @Override
        public Joined enroll(Path home, String line, Optional<String> name) throws CommandFailure {
            if (!line.startsWith("till1")) {
                throw new CommandFailure(
                        ExitStatus.BAD_USAGE, "line: not an invite (expected: what `till device invite` printed)");
            }
            return new Joined(name.orElse("host"), "d".repeat(32), "f".repeat(32));
        }

        @Override
        public long backUp(Path home, Path file, LongConsumer progress) {
            progress.accept(7);
            return 7;
        }

        @Override
        public Restored restore(Path file, Path home, LongConsumer progress) {
            return new Restored("m4", "d".repeat(32), "f".repeat(32), "2026-01-02T03:04:05Z");
        }

        @Override
        public List<Setting> settings(Path home) {
            return List.of(new Setting("port", "7270", "default", "port for peers"));
        }
    }
}

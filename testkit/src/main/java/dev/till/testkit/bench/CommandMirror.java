package dev.till.testkit.bench;

import dev.till.testkit.process.Program;
import dev.till.testkit.process.SshServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A command over OpenSSH that is run whenever something is to be brought in step. */
final class CommandMirror implements Mirror {
    static final String SYNCED_RSYNC = "rsync-fsync";

    private static final Duration PATIENCE = Duration.ofMinutes(9);

    private final String system;
    private final Line line;
    private Program program;

    private CommandMirror(String system, Line line) {
        this.system = system;
        this.line = line;
    }

    /** The command for a pair of directories. */
    private interface Line {
        Program of(Path from, Path to, boolean log);
    }

    /** {@code rsync -a --delete}; logs are continued, and what is there of them is verified. */
    static Mirror rsync(SshServer server) {
        return rsync("rsync", List.of(), server);
    }

    /** The same with {@code --fsync}: it ends when what it has brought is on disk, as ours does. */
    static Mirror syncedRsync(SshServer server) {
        return rsync(SYNCED_RSYNC, List.of("--fsync"), server);
    }

    private static Mirror rsync(String system, List<String> options, SshServer server) {
        return new CommandMirror(system, (from, to, log) -> {
            var words = new ArrayList<>(List.of("rsync", "-a"));
            words.addAll(options);
            words.add(log ? "--append-verify" : "--delete");
            words.addAll(List.of("-e", "ssh -F " + server.config(), from + "/", "127.0.0.1:" + to + "/"));
            return Program.of(words);
        });
    }

    /** Unison without questions, with the times of files kept as the others do. */
    static Mirror unison(SshServer server, Path directory) {
        return new CommandMirror(
                "unison",
                (from, to, log) -> Program.of(
                                "unison",
                                from.toString(),
                                "ssh://127.0.0.1/" + to,
                                "-batch",
                                "-auto",
                                "-ui",
                                "text",
                                "-silent",
                                "-times",
                                "-sshargs",
                                "-F " + server.config())
                        .with("UNISON", directory.toString()));
    }

    @Override
    public String system() {
        return system;
    }

    @Override
    public void begin(Path from, Path to, boolean log) {
        program = line.of(from, to, log);
    }

    @Override
    public void bring(BooleanSupplier there) {
        program.run(PATIENCE).orThrow();
        if (!there.getAsBoolean()) {
            throw new IllegalStateException(system + " has not brought everything");
        }
    }

    @Override
    public void look() {
        program.run(PATIENCE).orThrow();
    }
}

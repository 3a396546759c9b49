package dev.till.node.cli;

import dev.till.node.client.NodeUnreachableException;
import dev.till.node.socket.Refusal;
import dev.till.protocol.time.DurationText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Runs one command line.
 *
 * <p>Plain lines, of words and the options of every command, are understood right here: the parser for all others takes
 * several times as long to load as a command that reads takes to run.
 */
public final class Cli {
    private final Terminal terminal;
    private final GlobalOptions options = new GlobalOptions();
    private final Session session;
    private final Words words;

    private Cli(Words words, Terminal terminal, Supplier<NodeStarter> starter) {
        this.words = words;
        this.terminal = terminal;
        session = new Session(terminal, options, starter);
    }

    /** Runs the command that {@code args} name and answers its exit status. */
    public static int run(String[] args, Terminal terminal, Supplier<NodeStarter> starter) {
        var words = Words.of(args);
        var cli = new Cli(words, terminal, starter);
        cli.session.rest(words.rest(args));
        int status = cli.execute(Arrays.copyOf(args, words.ours()));
        terminal.out().flush();
        terminal.err().flush();
        return status;
    }

    /**
     * Runs the command for a caller in another process, against the node of {@code home}, with relative paths from
     * {@code directory}. Answers its exit status, or nothing when it needs a process of its own; then nothing was done.
     */
    public static OptionalInt serve(String[] args, Terminal terminal, Path home, Path directory) {
        var words = Words.of(args);
        var cli = new Cli(words, terminal, () -> {
            throw new IllegalStateException("a command that was served starts no node");
        });
        cli.session.elsewhere(directory);
        cli.session.rest(words.rest(args));
        var plain = PlainLine.read(Arrays.copyOf(args, words.ours()), cli.options);
        if (plain == null || !plain.isServed(terminal)) {
            return OptionalInt.empty();
        }
        cli.options.at(home);
        return OptionalInt.of(cli.run(plain));
    }

    private int execute(String[] args) {
        var plain = PlainLine.read(args, options);
        return plain == null ? ParsedLine.run(args, words, terminal, options, session, this::failed) : run(plain);
    }

    private int run(Verb plain) {
        plain.use(session);
        try {
            return plain.call();
        } catch (IOException | Refusal | CommandFailure | RuntimeException problem) {
            return failed(problem);
        }
    }

    private int failed(Exception problem) {
        // There --debug is about the node.
        if (options.debug() && !words.first().equals("log")) {
            problem.printStackTrace(terminal.err());
        }
        if (problem instanceof Refusal refusal) {
            return complain(refusal.reason().exitStatus(), refusal.getMessage());
        }
        if (problem instanceof CommandFailure failure) {
            return complain(failure.exitStatus(), failure.getMessage());
        }
        if (problem instanceof NodeUnreachableException unreachable) {
            return complain(unreachable.reason().exitStatus(), unreachable.getMessage());
        }
        if (problem instanceof InterruptedIOException) {
            return complain(
                    ExitStatus.PARTLY_DONE,
                    "the node did not answer within " + DurationText.format(options.timeout())
                            + "; it may be busy, see `till log`, or give it longer with --timeout");
        }
        if (problem instanceof IllegalArgumentException wrong && wrong.getMessage() != null) {
            return complain(ExitStatus.BAD_USAGE, wrong.getMessage());
        }
        if (problem instanceof IOException broken) {
            return complain(Wording.status(broken), Wording.of(broken));
        }
        return complain(
                ExitStatus.FAILED, "unexpected: " + problem + "; run it again with --debug and report what it shows");
    }

    private int complain(int status, String message) {
        terminal.err().println("till: " + message);
        return status;
    }
}

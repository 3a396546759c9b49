package dev.till.node.cli;

import dev.till.node.client.NodeUnreachableException;
import dev.till.node.socket.Refusal;
import dev.till.protocol.time.DurationText;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.List;
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
        if (words.ours() < args.length) {
            cli.session.rest(List.of(args).subList(words.ours() + 1, args.length));
        }
        int status = cli.execute(Arrays.copyOf(args, words.ours()));
        terminal.out().flush();
        terminal.err().flush();
        return status;
    }

    private int execute(String[] args) {
        var plain = PlainLine.read(args, options);
        if (plain == null) {
            return ParsedLine.run(args, words, terminal, options, session, this::failed);
        }
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

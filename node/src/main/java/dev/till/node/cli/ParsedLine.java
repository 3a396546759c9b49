package dev.till.node.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command line in full: every option, help, and what is wrong with it. */
final class ParsedLine {
    private ParsedLine() {}

    /** Answers the exit status; {@code failed} turns what a command throws into one. */
    static int run(
            String[] args,
            Words words,
            Terminal terminal,
            GlobalOptions options,
            Session session,
            ToIntFunction<Exception> failed) {
        var line = Commands.line(options, session, words);
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        line.setParameterExceptionHandler((problem, given) -> misused(problem, terminal));
        line.setExecutionExceptionHandler((problem, command, parsed) -> failed.applyAsInt(problem));
        return line.execute(args);
    }

    private static int misused(ParameterException problem, Terminal terminal) {
        var command = problem.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err().println("till: " + wording(problem) + "; see `" + command + " --help`");
        return ExitStatus.BAD_USAGE;
    }

    private static String wording(ParameterException problem) {
        if (problem instanceof UnmatchedArgumentException extra && !extra.isUnknownOption()) {
            boolean wantsVerb = !extra.getCommandLine().getSubcommands().isEmpty();
            return (wantsVerb ? "no such command: '" : "unexpected argument: '")
                    + extra.getUnmatched().get(0) + "'";
        }
        return problem.getMessage();
    }
}

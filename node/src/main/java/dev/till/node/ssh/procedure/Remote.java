package dev.till.node.ssh.procedure;

import dev.till.node.message.CommandInput;
import dev.till.node.message.SshTarget;
import dev.till.protocol.host.ShellWords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One host, as a procedure sees it. Its methods wait, and end at once when whoever asked for all this is gone. */
public interface Remote {

    SshTarget target();

    /** Runs a program with these arguments, which arrive as they are. */
    Answer run(List<String> words, CommandInput input) throws StepFailed;

    /** How long all that is done on this host may still take; throws when time is up. */
    Duration left() throws StepFailed;

    /** Says what is being done now, for people who wait. */
    void tell(String step);

    /** Says something that belongs to the result. */
    void print(String line);

    /** Runs a program that reads nothing. */
    default Answer run(List<String> words) throws StepFailed {
        return run(words, CommandInput.NONE);
    }

    /** Runs a script for the shell of POSIX; {@code arguments} are its {@code $1} and so on. */
    default Answer script(String script, CommandInput input, List<String> arguments) throws StepFailed {
        var words = new ArrayList<>(List.of("sh", "-c", script, "till"));
        words.addAll(arguments);
        return run(words, input);
    }

    /** The line that the shell of the remote account gets. */
    static String line(List<String> words) {
        return ShellWords.line(words);
    }
}

package dev.till.node.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a script that completes commands. */
@Command(
        name = "completion",
        description = "Print a script that completes commands and options in a shell.",
        footer = {
            "",
            "Examples:",
            "  source <(till completion bash)",
            "  source <(till completion zsh)",
            "  till completion fish >~/.config/fish/completions/till.fish"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:printed", "2:bad usage"})
final class CompletionCommand extends Verb {
    /** A shell. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(index = "0", paramLabel = "bash|zsh|fish", description = "The shell.")
    private Shell shell;

    @Spec
    private CommandSpec spec;

    @Override
    int run(Session session) {
        var all = spec.parent().commandLine();
        session.out().append(shell == Shell.fish ? FishCompletion.of(all) : AutoComplete.bash("till", all));
        return ExitStatus.DONE;
    }
}

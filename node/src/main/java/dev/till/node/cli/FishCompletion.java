package dev.till.node.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Writes completions for the fish shell. */
final class FishCompletion {
    private final StringBuilder script = new StringBuilder("complete -c till -f\n");

    private FishCompletion() {}

    static String of(CommandLine till) {
        var completion = new FishCompletion();
        completion.add(till, List.of());
        return completion.script.toString();
    }

    private void add(CommandLine line, List<String> words) {
        var condition = condition(line, words);
        line.getSubcommands().forEach((name, sub) -> {
            script.append("complete -c till -n ")
                    .append(quoted(condition))
                    .append(" -a ")
                    .append(name);
            describe(sub.getCommandSpec().usageMessage().description());
        });
        for (OptionSpec option : line.getCommandSpec().options()) {
            script.append("complete -c till -n ").append(quoted(condition));
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
            }
            script.append(option.arity().max() > 0 ? " -r" : "");
            describe(option.description());
        }
        line.getSubcommands().forEach((name, sub) -> {
            var below = new java.util.ArrayList<>(words);
            below.add(name);
            add(sub, below);
        });
    }

    private static String condition(CommandLine line, List<String> words) {
        if (words.isEmpty()) {
            return "__fish_use_subcommand";
        }
        var seen = new StringBuilder();
        for (String word : words) {
            seen.append(seen.length() > 0 ? "; and " : "")
                    .append("__fish_seen_subcommand_from ")
                    .append(word);
        }
        if (!line.getSubcommands().isEmpty()) {
            seen.append("; and not __fish_seen_subcommand_from ")
                    .append(String.join(" ", line.getSubcommands().keySet()));
        }
        return seen.toString();
    }

    private void describe(String[] description) {
        if (description.length > 0) {
            script.append(" -d ").append(quoted(description[0]));
        }
        script.append('\n');
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

package dev.till.node.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Writes the reference of all commands as Markdown, from the very texts that {@code --help} shows. */
final class CommandReference {
    private final StringBuilder text = new StringBuilder();

    private CommandReference() {}

    static String write() {
        var reference = new CommandReference();
        reference
                .text
                .append("# The commands of till\n\n")
                .append("What `till COMMAND --help` shows, for every command. ");
        reference.text.append("Generated from the commands themselves; do not edit.\n");
        reference.add(Commands.all(null), 2);
        return reference.text.toString();
    }

    private void add(CommandLine line, int level) {
        text.append('\n')
                .append("#".repeat(level))
                .append(' ')
                .append(line.getCommandSpec().qualifiedName())
                .append("\n\n```\n")
                .append(usage(line))
                .append("```\n");
        line.getSubcommands().values().forEach(below -> add(below, Math.min(level + 1, 4)));
    }

    private static String usage(CommandLine line) {
        return line.getUsageMessage(Ansi.OFF)
                .lines()
                .map(String::stripTrailing)
                .reduce("", (above, next) -> above + next + "\n");
    }
}

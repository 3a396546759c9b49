package dev.till.node.cli;

import dev.till.protocol.time.DurationText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/** Builds the model of commands that a command line is parsed by, of all or, which takes less time, of one. */
final class Commands {
    private Commands() {}

    /** The command line with the one command that {@code words} name, or with all when they name none. */
    static CommandLine line(GlobalOptions options, Session session, Words words) {
        var line = new CommandLine(new TillCommand());
        line.addMixin("global", options);
        boolean one = Verbs.NAMES.contains(words.first())
                && !words.helpFirst()
                && !words.first().equals("completion");
        for (String name : one ? List.of(words.first()) : Verbs.NAMES) {
            line.addSubcommand(name, command(name, words.second(), session, one));
        }
        return prepared(line);
    }

    /** The command line with everything, for documentation and completion. */
    static CommandLine all(Session session) {
        return line(new GlobalOptions(), session, new Words("", "", true, 0));
    }

    private static CommandLine command(String name, String second, Session session, boolean one) {
        var made = Verbs.make(name);
        var line = new CommandLine(made);
        if (made instanceof Verb verb) {
            verb.use(session);
        }
        var verbs = Verbs.verbs(name);
        boolean known = one && verbs.contains(second);
        for (String verb : known ? List.of(second) : verbs) {
            line.addSubcommand(verb, command(name + " " + verb, "", session, false));
        }
        return line;
    }

    private static CommandLine prepared(CommandLine line) {
        line.registerConverter(Duration.class, text -> {
            try {
                return DurationText.parse(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        });
        line.registerConverter(Path.class, Path::of);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // Values are data: nothing in them is a file to expand, a variable or a quote to take off.
        return line.setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setTrimQuotes(false)
                .setOverwrittenOptionsAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100);
    }
}

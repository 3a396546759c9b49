package dev.till.node.cli;

import java.util.ArrayList;

/** Reads command lines of words, the options of every command, and those that a command knows by itself. */
final class PlainLine {
    private PlainLine() {}

    /** The command, ready to run; null when the line needs the parser, also because something is wrong with it. */
    static Verb read(String[] args, GlobalOptions options) {
        var words = new ArrayList<String>();
        String home = null;
        String timeout = null;
        boolean json = false;
        var name = "";
        Verb verb = null;
        for (int i = 0; i < args.length; i++) {
            var arg = args[i];
            if (arg.equals("--json")) {
                json = true;
            } else if (arg.equals("--home") && i + 1 < args.length) {
                home = args[++i];
            } else if (arg.equals("--timeout") && i + 1 < args.length) {
                timeout = args[++i];
            } else if (arg.startsWith("-")) {
                int used = verb == null ? 0 : verb.option(args, i);
                if (used == 0) {
                    return null;
                }
                i += used - 1;
            } else if (verb != null) {
                words.add(arg);
            } else if (isKnown(name, arg)) {
                name = name.isEmpty() ? arg : name.concat(" ").concat(arg);
                verb = Verbs.verbs(name).isEmpty() ? (Verb) Verbs.make(name) : null;
            } else {
                return null;
            }
        }
        return verb != null && verb.take(words) && options.set(home, timeout, json) ? verb : null;
    }

    private static boolean isKnown(String noun, String word) {
        return (noun.isEmpty() ? Verbs.NAMES : Verbs.verbs(noun)).contains(word);
    }
}

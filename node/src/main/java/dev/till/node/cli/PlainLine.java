package dev.till.node.cli;

import java.util.ArrayList;
import java.util.List;

/** Reads command lines of words and the options of every command, and nothing else. */
final class PlainLine {
    private PlainLine() {}

    /** The command, ready to run; null when the line needs the parser, also because something is wrong with it. */
    static Verb read(String[] args, GlobalOptions options) {
        var words = new ArrayList<String>();
        String home = null;
        String timeout = null;
        boolean json = false;
        for (int i = 0; i < args.length; i++) {
            var arg = args[i];
            if (arg.equals("--json")) {
                json = true;
            } else if (arg.equals("--home") && i + 1 < args.length) {
                home = args[++i];
            } else if (arg.equals("--timeout") && i + 1 < args.length) {
                timeout = args[++i];
            } else if (arg.startsWith("-")) {
                return null;
            } else {
                words.add(arg);
            }
        }
        var verb = verb(words);
        return verb != null && options.set(home, timeout, json) ? verb : null;
    }

    private static Verb verb(List<String> words) {
        var name = "";
        for (int i = 0; i < words.size(); i++) {
            boolean known = i == 0
                    ? Verbs.NAMES.contains(words.get(0))
                    : Verbs.verbs(name).contains(words.get(i));
            if (!known) {
                return null;
            }
            name = i == 0 ? words.get(0) : name.concat(" ").concat(words.get(i));
            if (Verbs.verbs(name).isEmpty()) {
                var verb = (Verb) Verbs.make(name);
                return verb.take(words.subList(i + 1, words.size())) ? verb : null;
            }
        }
        return null;
    }
}

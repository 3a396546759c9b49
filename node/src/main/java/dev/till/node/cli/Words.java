package dev.till.node.cli;

import java.util.Set;

/**
 * Which command a command line names, found before anything is built.
 *
 * @param first the verb or noun; empty when there is none
 * @param second what follows it; empty when there is none
 * @param helpFirst whether help is asked for before any word, and so of till as a whole
 */
record Words(String first, String second, boolean helpFirst) {
    private static final Set<String> WITH_VALUE = Set.of("--home", "--timeout");
    private static final Set<String> HELP = Set.of("-h", "--help");

    static Words of(String[] args) {
        String first = "";
        boolean help = false;
        for (int i = 0; i < args.length; i++) {
            var arg = args[i];
            if (WITH_VALUE.contains(arg)) {
                i++;
            } else if (arg.startsWith("-")) {
                help |= first.isEmpty() && HELP.contains(arg);
            } else if (first.isEmpty()) {
                first = arg;
            } else {
                return new Words(first, arg, help);
            }
        }
        return new Words(first, "", help);
    }
}

package dev.till.node.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Which command a command line names, found before anything is built.
 *
 * @param first the verb or noun; empty when there is none
 * @param second what follows it; empty when there is none
 * @param helpFirst whether help is asked for before any word, and so of till as a whole
 * @param ours how many arguments are for till; what follows them is a command for hosts, with {@code --} before it
 */
record Words(String first, String second, boolean helpFirst, int ours) {
    private static final Set<String> WITH_VALUE = Set.of("--home", "--timeout");
    private static final Set<String> HELP = Set.of("-h", "--help");

    /** Commands on hosts that run one there. */
    private static final Set<String> FOR_HOSTS = Set.of("exec", "ssh");

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
                return new Words(first, arg, help, ours(args, first, arg));
            }
        }
        return new Words(first, "", help, args.length);
    }

    /** The command for hosts. */
    List<String> rest(String[] args) {
        return ours < args.length ? List.of(args).subList(ours + 1, args.length) : List.of();
    }

    private static int ours(String[] args, String first, String second) {
        int end = Arrays.asList(args).indexOf("--");
        return end >= 0 && first.equals("host") && FOR_HOSTS.contains(second) ? end : args.length;
    }
}

package dev.till.node.cli;

import dev.till.protocol.host.HostName;
import dev.till.protocol.json.JsonWriter;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which hosts a command is for. */
final class ChosenHosts {
    private static final int DEFAULT = 32;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Names of hosts, in any case.")
    private List<String> names = List.of();

    @Option(names = "--group", paramLabel = "G", description = "The hosts of this group.")
    private String group;

    @Option(names = "--all", description = "All hosts.")
    private boolean all;

    @Option(names = "--parallel", paramLabel = "N", description = "So many hosts at a time. Default: 32.")
    private Integer parallel;

    /** Takes plain words as names. */
    boolean take(List<String> words) {
        names = List.copyOf(words);
        return true;
    }

    /** As {@link Verb#option}. */
    int option(String[] args, int at) {
        boolean valued = at + 1 < args.length && !args[at + 1].startsWith("-");
        if (args[at].equals("--all") && !all) {
            all = true;
            return 1;
        }
        if (args[at].equals("--group") && group == null && valued) {
            group = args[at + 1];
            return 2;
        }
        if (args[at].equals("--parallel") && parallel == null && valued) {
            return parallel(args[at + 1]) ? 2 : 0;
        }
        return 0;
    }

    private boolean parallel(String number) {
        try {
            parallel = Integer.valueOf(number);
            return true;
        } catch (NumberFormatException none) {
            return false;
        }
    }

    /** Says which they are. */
    JsonWriter in(JsonWriter request) {
        request.open("hosts", '[');
        names.forEach(name -> request.text(new HostName(name).value()));
        request.close(']').flag("all", all).number("parallel", parallel == null ? DEFAULT : parallel);
        return group == null ? request : request.text("group", new HostName(group).value());
    }
}

package dev.till.node.cli;

import dev.till.protocol.host.HostName;
import dev.till.protocol.json.JsonWriter;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which hosts a command is for. */
final class ChosenHosts {
    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Names of hosts, in any case.")
    private List<String> names = List.of();

    @Option(names = "--group", paramLabel = "G", description = "The hosts of this group.")
    private String group;

    @Option(names = "--all", description = "All hosts.")
    private boolean all;

    @Option(names = "--parallel", paramLabel = "N", description = "So many hosts at a time. Default: 32.")
    private int parallel = 32;

    /** Says which they are. */
    JsonWriter in(JsonWriter request) {
        request.open("hosts", '[');
        names.forEach(name -> request.text(new HostName(name).value()));
        request.close(']').flag("all", all).number("parallel", parallel);
        return group == null ? request : request.text("group", new HostName(group).value());
    }
}

package dev.till.node.message;

import static java.util.Objects.requireNonNull;

/**
 * A command for a host.
 *
 * @param line for the shell of the remote account, quoted where it has to be
 * @param input what it reads
 */
public record HostCommand(String line, CommandInput input) {
    public HostCommand {
        requireNonNull(line, "line");
        requireNonNull(input, "input");
    }

    /** One that reads nothing. */
    public static HostCommand of(String line) {
        return new HostCommand(line, CommandInput.NONE);
    }
}

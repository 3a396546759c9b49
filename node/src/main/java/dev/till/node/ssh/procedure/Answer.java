package dev.till.node.ssh.procedure;

import dev.till.protocol.id.Shown;

/**
 * What a command on a host left.
 *
 * @param out what it printed, without the end of the last line; cut off after {@value #LONGEST} characters
 * @param err the end of what it complained of
 */
public record Answer(int status, String out, String err) {
    public static final int LONGEST = 1 << 20;

    /** This, when the command ended with status 0; {@code step} says what failed if not. */
    public Answer orFail(String step) throws StepFailed {
        if (status != 0) {
            throw new StepFailed(step + ": " + complaint());
        }
        return this;
    }

    /** The last thing it complained of, fit for a terminal. */
    public String complaint() {
        var lines = err.strip().lines().toList();
        var last = lines.isEmpty() ? "" : lines.get(lines.size() - 1).strip();
        return last.isEmpty() ? "exit status " + status : Shown.of(last);
    }
}

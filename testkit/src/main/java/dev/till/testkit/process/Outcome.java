package dev.till.testkit.process;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What a finished program left: its exit status and all that it printed. */
public record Outcome(List<String> command, int status, String out, String err) {

    public Outcome {
        command = List.copyOf(command);
        requireNonNull(out, "out");
        requireNonNull(err, "err");
    }

    /** This, when the program ended with status 0. */
    public Outcome orThrow() {
        if (status != 0) {
            throw new IllegalStateException(toString());
        }
        return this;
    }

    /** What it printed, without the last line's end. */
    public String text() {
        return out.endsWith("\n") ? out.substring(0, out.length() - 1) : out;
    }

    @Override
    public String toString() {
        return String.join(" ", command) + "\nstatus " + status + "\n" + out + err;
    }
}

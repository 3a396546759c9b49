package dev.till.node.ssh.sync;

import dev.till.node.message.CommandInput;
import dev.till.node.ssh.procedure.Procedure;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.ScriptText;
import dev.till.node.ssh.procedure.StepFailed;
import dev.till.protocol.host.HostName;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Pulls working copies of git on a host, and runs {@code till sync} there. A working copy with changes is left alone.
 *
 * @param paths of working copies on each host, below the home unless they begin with a slash
 */
public record HostSync(Map<HostName, List<String>> paths, boolean dry) implements Procedure {
    private static final String SCRIPT = ScriptText.of(HostSync.class, "sync.sh");

    /** What the shell of the remote account gets where no working copy is named. */
    public static String plainLine() {
        return Remote.line(List.of("sh", "-c", SCRIPT, "till"));
    }

    @Override
    public String on(Remote host) throws StepFailed {
        var working = paths.getOrDefault(host.target().name(), List.of());
        if (dry) {
            return "would pull " + (working.isEmpty() ? "nothing" : String.join(", ", working))
                    + ", then run till sync";
        }
        host.tell("pulling and syncing");
        var answer = host.script(SCRIPT, CommandInput.NONE, working);
        var report = answer.out().lines().map(String::strip).collect(Collectors.joining("; "));
        if (answer.status() != 0) {
            throw new StepFailed(report.isEmpty() ? answer.complaint() : report);
        }
        return report;
    }
}

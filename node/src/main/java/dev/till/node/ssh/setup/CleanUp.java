package dev.till.node.ssh.setup;

import dev.till.node.message.CommandInput;
import dev.till.node.ssh.procedure.Procedure;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.ScriptText;
import dev.till.node.ssh.procedure.StepFailed;
import java.util.List;

/**
 * Takes from a host what till has put there: the node that setup started, its programs, and at last our key. Its home stays,
 * with what its device knows.
 *
 * @param keys of ours, in base64
 */
public record CleanUp(List<String> keys) implements Procedure {
    private static final String SCRIPT = ScriptText.of(CleanUp.class, "clean.sh");

    @Override
    public String on(Remote host) throws StepFailed {
        host.tell("cleaning up");
        host.script(SCRIPT, CommandInput.NONE, keys).orFail("cleaning up");
        return "till's programs and key are removed there; ~/.till stays";
    }
}

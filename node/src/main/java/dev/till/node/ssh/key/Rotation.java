package dev.till.node.ssh.key;

import dev.till.node.message.CommandInput;
import dev.till.node.message.SshTarget;
import dev.till.node.ssh.procedure.LocalProgram;
import dev.till.node.ssh.procedure.Procedure;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.ScriptText;
import dev.till.node.ssh.procedure.StepFailed;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings a new key to a host: adds it there, logs in with it and nothing else, and only then removes the old one. What is done
 * already is not done again.
 *
 * @param oldKey in base64
 * @param newKey in base64
 * @param comment whose it is
 * @param file of the new private key
 */
public record Rotation(String oldKey, String newKey, String comment, Path file, Path knownHosts) implements Procedure {
    private static final String SCRIPT = ScriptText.of(Rotation.class, "keys.sh");

    @Override
    public String on(Remote host) throws StepFailed {
        host.tell("adding the new key");
        step(host, "adding the new key", "add");
        host.tell("proving the new key");
        try {
            LocalProgram.run(proof(host.target()), host.left(), line -> {});
        } catch (StepFailed failed) {
            throw new StepFailed("the new key is not admitted, and the old one stays: " + failed.getMessage());
        }
        step(host, "removing the old key", "remove");
        return "admits the new key, and the old one no more";
    }

    private void step(Remote host, String what, String step) throws StepFailed {
        host.script(SCRIPT, CommandInput.NONE, List.of(step, oldKey, newKey, comment))
                .orFail(what);
    }

    /** The real ssh, with the new key alone: neither another one of ours nor an open connection may answer for it. */
    private List<String> proof(SshTarget target) {
        return List.of(
                "ssh",
                "-F",
                "/dev/null",
                "-o",
                "IdentityFile=" + quoted(file),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "IdentityAgent=none",
                "-o",
                "PreferredAuthentications=publickey",
                "-o",
                "BatchMode=yes",
                "-o",
                "LogLevel=ERROR",
                "-o",
                "ControlPath=none",
                "-o",
                "ConnectTimeout=15",
                "-o",
                "StrictHostKeyChecking=yes",
                "-o",
                "UserKnownHostsFile=" + quoted(knownHosts),
                "-p",
                target.port().toString(),
                "-l",
                target.user().value(),
                "--",
                target.address().value(),
                "true");
    }

    private static String quoted(Path path) {
        return '"' + path.toString().replace("%", "%%") + '"';
    }
}

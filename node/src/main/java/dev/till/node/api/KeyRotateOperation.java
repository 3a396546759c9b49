package dev.till.node.api;

import dev.till.node.message.SshCommand;
import dev.till.node.message.SshCommand.Reply;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.key.Rotation;
import dev.till.protocol.json.JsonMembers;
import java.io.IOException;

/** Changes this device's key on all hosts that it can reach. */
final class KeyRotateOperation implements Operation {
    private final Actors actors;
    private final SshOperations ssh;
    private final HostProcedures procedures;

    KeyRotateOperation(Actors actors, SshOperations ssh, HostProcedures procedures) {
        this.actors = actors;
        this.ssh = ssh;
        this.procedures = procedures;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        if (exchange.request().flag("forget")) {
            ssh.ask(SshCommand.ForgetOldKey::new);
            return new Summary().json();
        }
        var selection = HostSelection.of(exchange.request(), new HostReader(actors).read());
        var rotating = (Reply.Rotating) ssh.ask(SshCommand.Rotate::new);
        var rotation = new Rotation(
                rotating.oldKey(), rotating.newKey(), rotating.comment(), rotating.file(), rotating.knownHosts());
        var summary = procedures.run(exchange, selection, rotation);
        var counts = JsonMembers.parse(summary);
        // Whoever hung up meanwhile has not seen all of them done.
        if (counts.number("done", 0)
                == selection.targets().size() + selection.incomplete().size()) {
            ssh.ask(SshCommand.ForgetOldKey::new);
        }
        return summary;
    }
}

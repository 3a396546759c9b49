package dev.till.node.api;

import dev.till.node.message.SshCommand;
import dev.till.node.message.SshCommand.Reply;
import dev.till.node.socket.Refusal;
import dev.till.node.ssh.setup.CleanUp;
import java.io.IOException;

/** Takes from hosts what till has put there. */
final class HostCleanOperation implements Operation {
    private final Actors actors;
    private final SshOperations ssh;
    private final HostProcedures procedures;

    HostCleanOperation(Actors actors, SshOperations ssh, HostProcedures procedures) {
        this.actors = actors;
        this.ssh = ssh;
        this.procedures = procedures;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        var selection = HostSelection.of(exchange.request(), new HostReader(actors).read());
        var key = (Reply.Key) ssh.ask(SshCommand.ShowKey::new);
        return procedures.run(exchange, selection, new CleanUp(key.base64()));
    }
}

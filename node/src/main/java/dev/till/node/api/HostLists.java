package dev.till.node.api;

import dev.till.node.socket.Refusal;
import dev.till.node.ssh.procedure.StepFailed;
import dev.till.node.ssh.sync.LegacySync;
import dev.till.protocol.host.HostMerge;
import java.io.IOException;

/** The hosts of this fleet as documents that older installations exchange. */
final class HostLists implements LegacySync.Lists {
    private final HostOperations hosts;

    HostLists(HostOperations hosts) {
        this.hosts = hosts;
    }

    @Override
    public String merge(String document, boolean dry) throws StepFailed {
        try {
            HostMerge.Outcome merged = hosts.merge(document, dry);
            return (dry ? "would take over " : "took over ") + merged.added() + " new and " + merged.updated()
                    + " changed hosts, kept " + merged.kept();
        } catch (Refusal | IOException | IllegalArgumentException e) {
            throw new StepFailed("its list of hosts is refused: " + e.getMessage());
        }
    }

    @Override
    public String document() throws StepFailed {
        try {
            return hosts.text();
        } catch (Refusal | IOException e) {
            throw new StepFailed("our list of hosts: " + e.getMessage());
        }
    }
}

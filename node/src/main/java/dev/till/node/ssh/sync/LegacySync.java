package dev.till.node.ssh.sync;

import dev.till.node.message.CommandInput;
import dev.till.node.ssh.procedure.Procedure;
import dev.till.node.ssh.procedure.Remote;
import dev.till.node.ssh.procedure.StepFailed;
import java.util.List;

/**
 * Exchanges the list of hosts with an installation of the older kind: takes its {@code hosts-local.json}, and gives ours to its
 * {@code till host merge}.
 */
public record LegacySync(Lists lists, boolean dry) implements Procedure {
    private static final String TAKE = "cat \"${TILL_HOME:-$HOME/.till}/hosts-local.json\"";
    private static final String GIVE = "PATH=$PATH:$HOME/.local/bin:/usr/local/bin; exec till host merge";

    /** The hosts of this fleet. */
    public interface Lists {
        /** Merges a document from elsewhere; tells in a few words what that did, or would do. */
        String merge(String document, boolean dry) throws StepFailed;

        /** All of it as a document. */
        String document() throws StepFailed;
    }

    @Override
    public String on(Remote host) throws StepFailed {
        host.tell("taking its list of hosts");
        var theirs = host.script(TAKE, CommandInput.NONE, List.of()).orFail("taking its list of hosts");
        var merged = lists.merge(theirs.out(), dry);
        if (dry) {
            return merged + "; would give it ours";
        }
        host.tell("giving it ours");
        host.script(GIVE, CommandInput.of(lists.document() + "\n"), List.of()).orFail("giving it our list of hosts");
        return merged + "; gave it ours";
    }
}

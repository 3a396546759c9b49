package dev.till.node.ssh.setup;

import dev.till.node.ssh.procedure.StepFailed;
import dev.till.protocol.host.HostFacts;
import dev.till.protocol.host.HostName;

/** The fleet that hosts are to belong to, as this node knows it. */
public interface SetupFleet {

    /** Its id. */
    String id();

    /** Whether the device of that id is this node's own. */
    boolean isSelf(String device);

    /** A line that lets one device in within some minutes; it is a secret. */
    String invite() throws StepFailed;

    /** Waits until a device of that id is a peer of this node. */
    void awaitPeer(String device) throws StepFailed;

    /** Writes down that the host is this device. */
    void record(HostName host, HostFacts facts, String device) throws StepFailed;
}

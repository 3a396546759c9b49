package dev.till.node.ssh.session;

import dev.till.node.message.SshFault;

/** A host was not reached, or not let do what it should: why, in words for people. */
final class Unreached extends Exception {
    private final SshFault fault;

    Unreached(SshFault fault, String message) {
        super(message);
        this.fault = fault;
    }

    SshFault fault() {
        return fault;
    }
}

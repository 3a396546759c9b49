package dev.till.node.hub;

import dev.till.node.message.FederationReply.Why;

/** What was asked cannot be done; the message says why, and the way out. */
final class HubRefusal extends Exception {
    private final Why why;

    HubRefusal(Why why, String message) {
        super(message);
        this.why = why;
    }

    Why why() {
        return why;
    }
}

package dev.till.node.api;

import dev.till.node.socket.Refusal;
import java.io.IOException;

/** What the node does for one kind of request, in the thread of the connection. */
interface Operation {

    /**
     * Does what is asked; items of a stream are sent through the exchange meanwhile.
     *
     * @return the result, as JSON text
     * @throws Refusal when it is not done, and why
     * @throws IllegalArgumentException when the request is wrong, worded {@code name: value (expected: …)}
     * @throws IOException when the connection is broken
     */
    String perform(Exchange exchange) throws Refusal, IOException;
}

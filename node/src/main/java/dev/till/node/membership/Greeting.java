package dev.till.node.membership;

import dev.till.node.message.Endpoint;

/** What nodes say to one another before, and apart from, being members of one cluster. Travels over Artery's TLS. */
sealed interface Greeting {

    /** Here I am; tell me how you stand. Answered at the endpoint the standing names. */
    record Greet(Standing standing) implements Greeting {}

    /** The answer. */
    record Answer(Standing standing) implements Greeting {}

    /** Somebody of an older cluster is there. Only a hint: whoever hears it greets that endpoint itself. */
    record Tip(Endpoint endpoint) implements Greeting {}
}

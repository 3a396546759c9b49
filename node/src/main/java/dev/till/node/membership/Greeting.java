package dev.till.node.membership;

import dev.till.node.message.Endpoint;

/** What nodes say to one another before, and apart from, being members of one cluster. Travels over Artery's TLS. */
sealed interface Greeting {

    /** Here I am; tell me how you stand. Answered at the endpoint the standing names. */
    record Greet(Standing standing) implements Greeting {}

    /** The answer. */
    record Answer(Standing standing) implements Greeting {}

    /**
     * An incarnation is no member any more of the cluster that the speaker is in: it was removed while it was out of reach,
     * and Pekko tells it only when it tries to speak to who removed it. Said to that one, and to those who still count it.
     */
    record Removed(Standing standing, Standing.Seat seat) implements Greeting {}

    /** Somebody of an older cluster is there. Only a hint: whoever hears it greets that endpoint itself. */
    record Tip(Endpoint endpoint) implements Greeting {}
}

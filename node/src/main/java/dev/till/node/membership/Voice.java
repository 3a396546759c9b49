package dev.till.node.membership;

import dev.till.node.message.Endpoint;

/** What one incarnation says to other nodes: each once, without knowing whether anybody is there. */
final class Voice {
    private final ClusterSystem system;

    Voice(ClusterSystem system) {
        this.system = system;
    }

    void greet(Standing mine, Endpoint endpoint) {
        system.say(endpoint, new Greeting.Greet(mine));
    }

    void answer(Standing mine, Greeting.Greet greet) {
        system.say(greet.standing().seat().endpoint(), new Greeting.Answer(mine));
    }

    /** Tells the other members of this node's cluster where that of {@code theirs} is. */
    void tip(Standing mine, Standing theirs) {
        var tip = new Greeting.Tip(theirs.seat().endpoint());
        mine.members().stream()
                .filter(seat -> !seat.equals(mine.seat()))
                .forEach(seat -> system.say(seat.endpoint(), tip));
    }

    /** Tells two of each other. */
    void introduce(Endpoint one, Endpoint other) {
        system.say(one, new Greeting.Tip(other));
        system.say(other, new Greeting.Tip(one));
    }

    /** Tells a former member, or one of its cluster, that this seat is no member any more. */
    void tellRemoved(Standing mine, Standing theirs, Standing.Seat seat) {
        system.say(theirs.seat().endpoint(), new Greeting.Removed(mine, seat));
    }
}

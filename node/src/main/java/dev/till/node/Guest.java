package dev.till.node;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** What runs inside every cluster system. The paths of its children are the same on all nodes. */
final class Guest {
    private Guest() {}

    static Behavior<Void> create(Behavior<?> replication, Behavior<?> devices) {
        return Behaviors.setup(context -> {
            context.spawn(replication, "replication");
            context.spawn(devices, "devices");
            return Behaviors.empty();
        });
    }
}

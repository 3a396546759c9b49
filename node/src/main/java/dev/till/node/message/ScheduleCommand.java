package dev.till.node.message;

import dev.till.protocol.schedule.Rhythm;
import dev.till.protocol.schedule.Schedule;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Asked of what syncs this node by itself. */
public sealed interface ScheduleCommand {

    /** Tell the schedule. */
    record Show(ActorRef<Reply> replyTo) implements ScheduleCommand {}

    /** Sync in this rhythm from now on. */
    record Set(Rhythm rhythm, ActorRef<Reply> replyTo) implements ScheduleCommand {}

    /** Sync by itself no more, and leave nothing behind. */
    record Off(ActorRef<Reply> replyTo) implements ScheduleCommand {}

    /** What is answered. */
    sealed interface Reply {
        /** The schedule as it is now; empty when there is none. */
        record Now(Optional<Schedule> schedule) implements Reply {}

        /** It was not done, and why. */
        record Failed(String message) implements Reply {}
    }

    /** What came of a sync. */
    record Synced(boolean well, int devices, int hosts) {}
}

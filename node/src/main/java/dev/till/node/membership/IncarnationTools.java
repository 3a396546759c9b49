package dev.till.node.membership;

import dev.till.node.message.Announcement;
import dev.till.node.message.FleetCommand;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** What each incarnation works with, whichever it is. */
record IncarnationTools(
        ClusterSpec spec,
        Scout.Sources sources,
        Consumer<Announcement> announce,
        ActorRef<FleetCommand> fleet,
        InstantSource clock,
        Life life,
        Consumer<Twin> twin) {}

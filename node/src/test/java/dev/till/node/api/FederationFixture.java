package dev.till.node.api;

import dev.till.federation.github.ApiAddress;
import dev.till.federation.github.Backoff;
import dev.till.federation.github.Tokens;
import dev.till.federation.outbox.Outside;
import dev.till.node.federation.Federation;
import dev.till.node.federation.FederationTools;
import dev.till.node.message.FederationCommand;
import dev.till.node.message.RegisterCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** The federation of a node in memory: the real thing, for a GitHub that nobody runs. */
final class FederationFixture {
    private FederationFixture() {}

    @SuppressWarnings("unchecked")
    static ActorRef<FederationCommand> spawn(ActorContext<Object> context, Path home, InstantSource clock) {
        var blocking = DispatcherSelector.blocking();
        var directory = home.resolve("federation");
        var backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(2), new Random(7));
        // Nothing listens at port 1 of loopback.
        var outside = new Outside(
                ApiAddress.parse("http://127.0.0.1:1"),
                new Tokens(Optional.of("none"), directory.resolve("token")),
                Optional.empty(),
                clock,
                backoff);
        var tools = new FederationTools(
                directory,
                new FederationTools.Self(MemoryNode.SELF, "m4", "0.1.0"),
                outside,
                new Backoff(Duration.ofHours(1), Duration.ofHours(1), new Random(7)),
                Duration.ofHours(1),
                Set.of(),
                (ActorRef<RegisterCommand>) (ActorRef<?>) context.getSelf(),
                context.getSystem().dispatchers().lookup(blocking),
                clock);
        return context.spawn(Federation.create(tools), "federation", blocking);
    }
}

package dev.till.node.api;

import dev.till.node.config.Setting;
import dev.till.node.message.FederationReply;
import dev.till.node.message.HubCommand;
import dev.till.node.socket.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Requests about the S3 hub behind the fleet. */
final class S3HubOperations {
    private final Actors actors;

    S3HubOperations(Actors actors) {
        this.actors = actors;
    }

    void putInto(Map<String, Operation> byName) {
        byName.put("s3-status", exchange -> {
            boolean key = exchange.request().flag("key");
            return ask(replyTo -> new HubCommand.Describe(key, replyTo), exchange.timeout());
        });
        byName.put("s3-push", exchange -> {
            var key = exchange.request().optionalText("key");
            return ask(replyTo -> new HubCommand.Push(key, replyTo), exchange.timeout());
        });
        byName.put("s3-restore", exchange -> {
            var key = exchange.request().optionalText("key");
            return ask(replyTo -> new HubCommand.Restore(key, replyTo), exchange.timeout());
        });
        byName.put("s3-consolidate", exchange -> ask(HubCommand.Consolidate::new, exchange.timeout()));
        byName.put("s3-verify", exchange -> ask(HubCommand.Verify::new, exchange.timeout()));
        byName.put("s3-forget", exchange -> {
            var device = exchange.request().text("device");
            return ask(replyTo -> new HubCommand.Forget(device, replyTo), exchange.timeout());
        });
    }

    /** Whether there is a hub. */
    boolean isSet() {
        return !actors.parts().settings().get().text(Setting.HUB).isEmpty();
    }

    /** Asks and waits. */
    String ask(Function<ActorRef<FederationReply>, HubCommand> question, Duration patience) throws Refusal {
        return FederationOperations.said(Actors.await(actors.ask(actors.parts().hub(), question, patience), patience));
    }
}

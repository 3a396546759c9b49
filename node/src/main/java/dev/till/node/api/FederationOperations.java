package dev.till.node.api;

import dev.till.node.message.FederationCommand;
import dev.till.node.message.FederationReply;
import dev.till.node.message.FederationReply.Done;
import dev.till.node.message.FederationReply.Refused;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import java.time.Duration;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Requests about the world outside of the fleet. */
final class FederationOperations {
    private final Actors actors;

    FederationOperations(Actors actors) {
        this.actors = actors;
    }

    /** Role, gist, hub and outbox. */
    String describe(Exchange unused) throws Refusal {
        return ask(FederationCommand.Describe::new, Actors.PATIENCE);
    }

    /** Keeps a token. */
    String login(Exchange exchange) throws Refusal {
        var token = exchange.request().text("token");
        return ask(replyTo -> new FederationCommand.Login(token, replyTo), exchange.timeout());
    }

    /** Takes on a role. */
    String role(Exchange exchange) throws Refusal {
        var role = exchange.request().text("role");
        boolean open = exchange.request().flag("public");
        return ask(replyTo -> new FederationCommand.Assume(role, open, replyTo), exchange.timeout());
    }

    /** Goes solo and forgets. */
    String leave(Exchange exchange) throws Refusal {
        boolean gist = exchange.request().flag("delete_gist");
        return ask(replyTo -> new FederationCommand.Leave(gist, replyTo), exchange.timeout());
    }

    /** Forgets what was set aside. */
    String discard(Exchange unused) throws Refusal {
        return ask(FederationCommand.ClearAside::new, Actors.PATIENCE);
    }

    /** Registers with a hub. */
    String register(Exchange exchange) throws Refusal {
        var hub = exchange.request().text("hub");
        var key = exchange.request().optionalText("key");
        return ask(replyTo -> new FederationCommand.Register(hub, key, replyTo), exchange.timeout());
    }

    /** Fetches the menu and shows it. */
    String showMenu(Exchange exchange) throws Refusal {
        var hub = exchange.request().optionalText("hub");
        return ask(replyTo -> new FederationCommand.ShowMenu(hub, replyTo), exchange.timeout());
    }

    /** Fetches the menu and does what it says. */
    String runMenu(Exchange exchange) throws Refusal {
        boolean dry = exchange.request().flag("dry");
        return ask(replyTo -> new FederationCommand.RunMenu(dry, replyTo), exchange.timeout());
    }

    /** As a hub, reads all sites. */
    String collect(Exchange exchange) throws Refusal {
        var hub = exchange.request().text("hub");
        return ask(replyTo -> new FederationCommand.Collect(hub, replyTo), exchange.timeout());
    }

    /** Asks and waits. */
    String ask(Function<ActorRef<FederationReply>, FederationCommand> question, Duration patience) throws Refusal {
        return said(Actors.await(actors.ask(actors.parts().federation(), question, patience), patience));
    }

    /** What was done; a refusal becomes one of ours. */
    static String said(FederationReply reply) throws Refusal {
        if (reply instanceof Done done) {
            return done.json();
        }
        var refused = (Refused) reply;
        throw new Refusal(
                switch (refused.why()) {
                    case FAILED -> Reason.FAILED;
                    case USAGE -> Reason.USAGE;
                    case ABSENT -> Reason.ABSENT;
                    case FORBIDDEN -> Reason.FORBIDDEN;
                    case CONFLICT -> Reason.CONFLICT;
                    case PARTIAL -> Reason.PARTIAL;
                },
                refused.message());
    }
}

package dev.till.node.api;

import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.RegisterKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Asks the node's actors and waits for what they say, in the thread of a connection. */
final class Actors {
    /** Local actors answer within milliseconds; past this one is stuck behind a disk that does not answer. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ApiParts parts;
    private final Scheduler scheduler;

    Actors(ApiParts parts) {
        this.parts = parts;
        scheduler = parts.scheduler();
    }

    ApiParts parts() {
        return parts;
    }

    /** Asks without waiting. */
    <C, R> CompletableFuture<R> ask(ActorRef<C> actor, Function<ActorRef<R>, C> message, Duration patience) {
        return AskPattern.ask(actor, message::apply, patience, scheduler).toCompletableFuture();
    }

    /** Asks and waits. */
    <C, R> R get(ActorRef<C> actor, Function<ActorRef<R>, C> message) throws Refusal {
        return await(ask(actor, message, PATIENCE), PATIENCE);
    }

    /** Asks the registers and waits. */
    <R> R registers(Function<ActorRef<R>, RegisterCommand> message) throws Refusal {
        return get(parts.registers(), message);
    }

    /** The page of registers within {@code prefix} that follows {@code after}. */
    Page page(String prefix, Optional<RegisterKey> after, int limit) throws Refusal {
        return registers(replyTo -> new RegisterCommand.Scan(prefix, after, limit, replyTo));
    }

    static <R> R await(CompletableFuture<R> reply, Duration patience) throws Refusal {
        try {
            return reply.get(patience.toMillis() + 1000, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw tooSlow(patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Reason.UNREACHABLE, "the node is going down");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof java.util.concurrent.TimeoutException) {
                throw tooSlow(patience);
            }
            throw new Refusal(Reason.FAILED, "the node failed: " + e.getCause().getMessage());
        }
    }

    private static Refusal tooSlow(Duration patience) {
        return new Refusal(
                Reason.PARTIAL,
                "the node did not answer within " + patience.toSeconds()
                        + " s; it may be busy or going down (see `till log`)");
    }
}

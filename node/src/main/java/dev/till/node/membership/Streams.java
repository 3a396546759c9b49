package dev.till.node.membership;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.PoisonPill;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.slf4j.LoggerFactory;

/**
 * The streams of Artery, which a cluster system waits for when it ends. One in the middle of a TLS handshake with a peer
 * that has stopped answering never ends by itself, and the port stays taken.
 */
final class Streams {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private Streams() {}

    /** To be called when {@code system} begins to end: what still holds it up after two seconds is cut. */
    static void cutIfTheyHoldUp(ActorSystem<?> system) {
        // Not by a timer of its own, which may end before the streams do.
        CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
                        LoggerFactory.getLogger(Streams.class)
                                .info("A cluster system hangs while it ends: cutting its streams");
                        Adapter.toClassic(system)
                                .actorSelection("/system/Materializers")
                                .tell(PoisonPill.getInstance(), ActorRef.noSender());
                    }
                });
    }
}

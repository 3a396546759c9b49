package dev.till.node;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.PoisonPill;

/** Ends actor systems that tests made. */
public final class ActorSystems {
    private static final Duration CUT_AFTER = Duration.ofSeconds(3);

    private ActorSystems() {}

    /** Ends it as the node does: a stream in the middle of a TLS handshake, which would hold it up for ever, is cut. */
    public static void end(ActorSystem system) {
        system.terminate();
        var ended = system.getWhenTerminated().toCompletableFuture().thenApply(done -> true);
        await().until(() -> {
            boolean inTime = ended.copy()
                    .completeOnTimeout(false, CUT_AFTER.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            if (!inTime) {
                system.actorSelection("/system/Materializers").tell(PoisonPill.getInstance(), ActorRef.noSender());
            }
            return inTime;
        });
    }
}

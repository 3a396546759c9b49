package dev.till.node.api;

import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.RegisterCommand;
import dev.till.node.socket.Refusal;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Changes from a revision on, as they come, until the client closes its end or sends another line.
 *
 * <p>It pulls: what a slow client has not read stays on disk and is asked for later, so nothing piles up here. The first
 * item is {@code {"following":R}}, the revision it starts after.
 */
final class WatchOperation implements Operation {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Actors actors;

    WatchOperation(Actors actors) {
        this.actors = actors;
    }

    @Override
    public String perform(Exchange exchange) throws Refusal, IOException {
        var prefix = exchange.prefix();
        long since = exchange.request().number("since", -1);
        if (since < 0) {
            JournalCommand.JournalState state = actors.get(actors.parts().journal(), JournalCommand.Describe::new);
            since = state.revision();
        }
        exchange.item(following(since));
        var size = new PageSize();
        while (true) {
            var changes = follow(prefix, since, size.entries());
            if (!exchange.lines().awaitDone(changes)) {
                return following(since);
            }
            var told = Actors.await(changes, PATIENCE);
            for (Entry entry : told.entries()) {
                if (!Reserved.isHidden(entry.key().entity().value(), prefix)) {
                    exchange.item(EntryJson.of(entry));
                }
            }
            size.adapt(told.entries());
            since = Math.max(since, told.upTo());
        }
    }

    private CompletableFuture<RegisterCommand.Changes> follow(String prefix, long since, int limit) {
        return actors.ask(
                actors.parts().registers(),
                replyTo -> new RegisterCommand.Follow(prefix, since, limit, PATIENCE, replyTo),
                PATIENCE.plusSeconds(20));
    }

    private static String following(long revision) {
        return new JsonWriter()
                .open('{')
                .number("following", revision)
                .close('}')
                .toString();
    }
}

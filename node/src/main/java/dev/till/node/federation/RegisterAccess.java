package dev.till.node.federation;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.FieldWrite;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** The registers, for a thread that may block. */
final class RegisterAccess {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAGE = 512;
    private static final int MOST = 50_000;

    private final ActorRef<RegisterCommand> registers;
    private final Scheduler scheduler;

    RegisterAccess(ActorRef<RegisterCommand> registers, Scheduler scheduler) {
        this.registers = registers;
        this.scheduler = scheduler;
    }

    /** All registers within a prefix, tombstones included. */
    List<Entry> read(String prefix) throws IOException {
        var all = new ArrayList<Entry>();
        Page page;
        do {
            var after = all.isEmpty()
                    ? Optional.<RegisterKey>empty()
                    : Optional.of(all.get(all.size() - 1).key());
            page = await(AskPattern.ask(
                    registers, replyTo -> new RegisterCommand.Scan(prefix, after, PAGE, replyTo), PATIENCE, scheduler));
            all.addAll(page.entries());
        } while (page.more() && all.size() < MOST);
        return all;
    }

    /** Writes all or none; on disk when it returns. */
    void write(List<FieldWrite> fields) throws IOException {
        var puts = fields.stream()
                .map(write -> Assignment.now(write.key(), write.content()))
                .toList();
        Written written = await(
                AskPattern.ask(registers, replyTo -> new RegisterCommand.Put(puts, replyTo), PATIENCE, scheduler));
        if (written instanceof Written.Failed failed) {
            throw new IOException(failed.reason());
        }
    }

    private static <R> R await(CompletionStage<R> reply) throws IOException {
        try {
            return reply.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("the registers do not answer: " + e.getCause().getMessage(), e);
        }
    }
}

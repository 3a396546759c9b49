package dev.till.node.hub;

import dev.till.node.message.Assignment;
import dev.till.node.message.HistoryCommand;
import dev.till.node.message.HistoryCommand.Answer;
import dev.till.node.message.HistoryCommand.Answer.SnapshotPage;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.Appended;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.datagram.Datagram;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import dev.till.protocol.time.DotSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Journal and registers of this node, for a thread that may block. */
final class NodeAccess {
    /** As whom the journal knows what came from a hub: no device, for it may have come from any. */
    private static final DeviceId HUB = DeviceId.of("till hub".getBytes(StandardCharsets.US_ASCII));

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PAGE_BYTES = 1 << 20;

    private final HubTools tools;
    private final Scheduler scheduler;

    NodeAccess(HubTools tools, Scheduler scheduler) {
        this.tools = tools;
        this.scheduler = scheduler;
    }

    /** How the journal stands. */
    JournalState journal() throws IOException {
        return ask(tools.journal(), JournalCommand.Describe::new);
    }

    /** Closes the current segment, so that it can be copied. */
    JournalState seal() throws IOException {
        return ask(tools.journal(), JournalCommand.Seal::new);
    }

    /** Tells the journal what the hub has. */
    void shipped(long revision) {
        tools.journal().tell(new JournalCommand.Shipped(revision));
    }

    /** Takes in datagrams as if a peer had sent them: the same checks, the same bound for their time. */
    Appended.Done append(List<Datagram> datagrams) throws IOException {
        return done(ask(tools.journal(), replyTo -> new JournalCommand.AppendRemote(datagrams, HUB, replyTo)));
    }

    /** Notes that nothing of these is missing. */
    Appended.Done cover(DotSet dots) throws IOException {
        return done(ask(tools.journal(), replyTo -> new JournalCommand.Cover(dots, HUB, replyTo)));
    }

    /** Returns once the registers show all that has been appended. */
    void settle() throws IOException {
        // The answer comes from whoever applies batches, after those that came before the question.
        JournalCommand unused = ask(tools.registers(), replyTo -> new RegisterCommand.Outlive(List.of(), replyTo));
    }

    /** A page of all registers. */
    SnapshotPage snapshot(Optional<String> after) throws IOException {
        Answer answer = ask(tools.history(), replyTo -> new HistoryCommand.Snapshot(after, PAGE_BYTES, replyTo));
        if (answer instanceof SnapshotPage page) {
            return page;
        }
        throw new IOException("the registers cannot be read");
    }

    /** Writes a register; on disk when it returns. */
    void write(RegisterKey key, Value value) throws IOException {
        Written written = ask(
                tools.registers(), replyTo -> new RegisterCommand.Put(List.of(Assignment.now(key, value)), replyTo));
        if (written instanceof Written.Failed failed) {
            throw new IOException(failed.reason());
        }
    }

    private static Appended.Done done(Appended appended) throws IOException {
        if (appended instanceof Appended.Done done) {
            return done;
        }
        throw new IOException("what was fetched could not be written: " + ((Appended.Failed) appended).reason());
    }

    private <C, R> R ask(ActorRef<C> actor, Function<ActorRef<R>, C> question) throws IOException {
        try {
            return AskPattern.ask(actor, question::apply, PATIENCE, scheduler)
                    .toCompletableFuture()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IOException("the node does not answer: " + e.getCause().getMessage(), e);
        }
    }
}

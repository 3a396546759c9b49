package dev.till.node;

import dev.till.node.client.Change;
import dev.till.node.client.Reading;
import dev.till.node.client.Receipt;
import dev.till.node.client.Spread;
import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.JournalCommand;
import dev.till.node.message.JournalCommand.JournalState;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Changes;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Content;
import dev.till.protocol.register.Tombstone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * The registers of a node in this process, asked directly. What is rare and needs more than the registers (waiting for
 * other devices, status) goes over the node's own socket.
 */
final class EmbeddedTill implements Till {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 512;

    private final ActorSystem<?> system;
    private final ActorRef<RegisterCommand> registers;
    private final ActorRef<JournalCommand> journal;
    private final Path home;
    private final WriteCombiner combiner;

    EmbeddedTill(
            ActorSystem<?> system, ActorRef<RegisterCommand> registers, ActorRef<JournalCommand> journal, Path home) {
        this.system = system;
        this.registers = registers;
        this.journal = journal;
        this.home = home;
        // Callers' own callbacks may block, and no actor waits for them.
        combiner = new WriteCombiner(
                all -> put(all, PATIENCE), system.dispatchers().lookup(DispatcherSelector.blocking()));
    }

    @Override
    public Optional<Reading> get(String entity, String field) throws Refusal {
        var key = RegisterKey.of(entity, field);
        Entry entry = await(registers(replyTo -> new RegisterCommand.Get(key, replyTo)));
        return entry.register().value().isEmpty() ? Optional.empty() : reading(entry);
    }

    @Override
    public List<Reading> list(String prefix) throws IOException, Refusal {
        try (var over = Till.connect(home)) {
            return over.list(prefix);
        }
    }

    @Override
    public Receipt write(List<Change> changes, Spread spread, Duration patience) throws IOException, Refusal {
        if (spread == Spread.LOCAL) {
            return receipt(await(put(assignments(changes), patience)));
        }
        try (var over = Till.connect(home)) {
            return over.write(changes, spread, patience);
        }
    }

    @Override
    public CompletionStage<Receipt> writeLater(List<Change> changes) {
        return combiner.write(assignments(changes));
    }

    @Override
    public Subscription watch(String prefix, long since, Consumer<Reading> listener) throws Refusal {
        long from = since;
        if (since < 0) {
            JournalState state =
                    await(AskPattern.ask(journal, JournalCommand.Describe::new, PATIENCE, system.scheduler()));
            from = state.revision();
        }
        return WatchThread.start(from, new Follower(prefix, from), listener);
    }

    @Override
    public Components components() {
        return new Components(home, this);
    }

    @Override
    public String status() throws IOException, Refusal {
        try (var over = Till.connect(home)) {
            return over.status();
        }
    }

    @Override
    public void close() {
        // The node outlives its views; closing it is its owner's business.
    }

    /** Pulls what changed, page by page. */
    private final class Follower implements WatchThread.Source {
        private final String prefix;
        private final AtomicBoolean closed = new AtomicBoolean();
        private long since;

        Follower(String prefix, long since) {
            this.prefix = prefix;
            this.since = since;
        }

        @Override
        public List<Reading> next() throws Refusal {
            // Short enough that a closed watch is gone soon, long enough to cost nothing.
            var patience = Duration.ofSeconds(2);
            Changes changes =
                    await(registers(replyTo -> new RegisterCommand.Follow(prefix, since, PAGE, patience, replyTo)));
            since = Math.max(since, changes.upTo());
            return closed.get()
                    ? List.of()
                    : changes.entries().stream()
                            .flatMap(entry -> reading(entry).stream())
                            .toList();
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private CompletionStage<Written> put(List<Assignment> assignments, Duration patience) {
        return AskPattern.ask(
                registers, replyTo -> new RegisterCommand.Put(assignments, replyTo), patience, system.scheduler());
    }

    private static List<Assignment> assignments(List<Change> changes) {
        return changes.stream()
                .map(change -> new Assignment(
                        change.key(),
                        change.value().<Content>map(value -> value).orElse(Tombstone.DELETED),
                        change.at()))
                .toList();
    }

    private <R> CompletionStage<R> registers(Function<ActorRef<R>, RegisterCommand> message) {
        return AskPattern.ask(registers, message::apply, PATIENCE, system.scheduler());
    }

    static Receipt receipt(Written written) throws Refusal {
        if (written instanceof Written.Done done) {
            var records = done.records();
            long revision =
                    records.isEmpty() ? 0 : records.get(records.size() - 1).revision();
            return new Receipt(0, records.size(), done.skipped(), revision);
        }
        throw new Refusal(Reason.FAILED, ((Written.Failed) written).reason());
    }

    private static Optional<Reading> reading(Entry entry) {
        return entry.register()
                .winner()
                .map(winner -> new Reading(
                        entry.key(),
                        entry.register().value(),
                        winner.at(),
                        winner.dot().device(),
                        entry.revision()));
    }

    private static <R> R await(CompletionStage<R> reply) throws Refusal {
        try {
            return reply.toCompletableFuture().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(Reason.UNREACHABLE, "interrupted while waiting for the node");
        } catch (ExecutionException e) {
            throw new Refusal(
                    Reason.PARTIAL, "the node did not answer: " + e.getCause().getMessage());
        }
    }
}

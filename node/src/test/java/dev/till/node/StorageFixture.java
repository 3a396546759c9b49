package dev.till.node;

import dev.till.node.message.Assignment;
import dev.till.node.message.Entry;
import dev.till.node.message.RegisterCommand;
import dev.till.node.message.RegisterCommand.Compacted;
import dev.till.node.message.RegisterCommand.Counts;
import dev.till.node.message.RegisterCommand.Page;
import dev.till.node.message.RegisterCommand.Written;
import dev.till.protocol.id.DeviceId;
import dev.till.protocol.id.RegisterKey;
import dev.till.protocol.register.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A storage with its actors running on a home, for tests that go through the messages. */
public final class StorageFixture implements AutoCloseable {
    public static final DeviceId SELF = new DeviceId(7, 0, 1);
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    public static final InstantSource WALL = InstantSource.fixed(NOW);
    private static final Duration PATIENCE = Patience.LIMIT;

    private final Storage storage;
    private final ActorSystem<Void> system;
    private volatile Storage.Actors actors;

    public StorageFixture(Path home) throws IOException {
        this(home, Storage.Settings.DEFAULTS, WALL);
    }

    public StorageFixture(Path home, Storage.Settings settings, InstantSource wall) throws IOException {
        this(home, settings, wall, SELF);
    }

    public StorageFixture(Path home, Storage.Settings settings, InstantSource wall, DeviceId self) throws IOException {
        storage = Storage.open(home, settings, () -> {});
        var started = new java.util.concurrent.CompletableFuture<Storage.Actors>();
        system = ActorSystem.create(
                Behaviors.setup(context -> {
                    started.complete(storage.start(context, self, wall));
                    return Behaviors.empty();
                }),
                "storage");
        actors = started.join();
    }

    Storage storage() {
        return storage;
    }

    public Storage.Actors actors() {
        return actors;
    }

    public ActorSystem<Void> system() {
        return system;
    }

    public Written put(String entity, String field, String json) {
        return put(List.of(Assignment.now(RegisterKey.of(entity, field), new Value(json))));
    }

    public Written put(List<Assignment> assignments) {
        return ask(replyTo -> new RegisterCommand.Put(assignments, replyTo));
    }

    public Entry get(String entity, String field) {
        return ask(replyTo -> new RegisterCommand.Get(RegisterKey.of(entity, field), replyTo));
    }

    /** Several at once, in the order of their keys. */
    public List<Entry> getAll(List<RegisterKey> keys) {
        RegisterCommand.Entries answer = ask(replyTo -> new RegisterCommand.GetAll(keys, replyTo));
        return answer.entries();
    }

    public Optional<String> value(String entity, String field) {
        return get(entity, field).register().value().map(Value::json);
    }

    public Page scan(String prefix, Optional<RegisterKey> after, int limit) {
        return ask(replyTo -> new RegisterCommand.Scan(prefix, after, limit, replyTo));
    }

    public Counts count() {
        return ask(RegisterCommand.Count::new);
    }

    public Compacted compact() {
        return ask(RegisterCommand.Compact::new);
    }

    public RegisterCommand.Changes follow(String prefix, long since, int limit, Duration patience) {
        return ask(replyTo -> new RegisterCommand.Follow(prefix, since, limit, patience, replyTo));
    }

    public <T> T ask(Function<ActorRef<T>, RegisterCommand> request) {
        return ask(actors.registers(), request);
    }

    public <C, T> T ask(ActorRef<C> actor, Function<ActorRef<T>, ? extends C> request) {
        CompletionStage<T> answer = AskPattern.ask(actor, request::apply, PATIENCE, system.scheduler());
        return answer.toCompletableFuture().join();
    }

    @Override
    public void close() throws IOException {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        storage.close();
    }
}

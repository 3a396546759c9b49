package dev.till.node;

import dev.till.node.client.Change;
import dev.till.node.client.Reading;
import dev.till.node.client.Receipt;
import dev.till.node.client.Spread;
import dev.till.node.client.TillClient;
import dev.till.node.client.Watch;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The registers through the socket of a node in another process. */
final class ConnectedTill implements Till {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path home;
    private final TillClient client;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> daemon(task, "till-writer"));

    private ConnectedTill(Path home, TillClient client) {
        this.home = home;
        this.client = client;
    }

    static ConnectedTill to(Path home) throws IOException {
        return new ConnectedTill(home, TillClient.connect(home));
    }

    static Thread daemon(Runnable task, String name) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public Optional<Reading> get(String entity, String field) throws IOException, Refusal {
        return client.get(entity, field);
    }

    @Override
    public List<Reading> list(String prefix) throws IOException, Refusal {
        return client.list(prefix);
    }

    @Override
    public Receipt write(List<Change> changes, Spread spread, Duration patience) throws IOException, Refusal {
        return client.write(changes, spread, patience);
    }

    @Override
    public CompletionStage<Receipt> writeLater(List<Change> changes) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return client.write(changes, Spread.LOCAL, PATIENCE);
                    } catch (IOException | Refusal e) {
                        throw new CompletionException(e);
                    }
                },
                writer);
    }

    @Override
    public Subscription watch(String prefix, long since, Consumer<Reading> listener) throws IOException, Refusal {
        var watch = client.watch(prefix, since);
        return WatchThread.start(
                watch.revision(),
                new WatchThread.Source() {
                    @Override
                    public List<Reading> next() throws IOException, Refusal {
                        return List.of(watch.next());
                    }

                    @Override
                    public void close() {
                        closed(watch);
                    }
                },
                listener);
    }

    @Override
    public Components components() {
        return new Components(home, this);
    }

    @Override
    public String status() throws IOException, Refusal {
        return client.status().toString();
    }

    @Override
    public void close() throws IOException {
        writer.shutdown();
        client.close();
    }

    private static void closed(Watch watch) {
        try {
            watch.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

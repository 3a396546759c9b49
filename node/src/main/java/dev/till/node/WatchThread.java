package dev.till.node;

import dev.till.node.client.Reading;
import dev.till.node.socket.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The thread of one watch: takes changes from a source and hands them to the listener, until either has enough. */
final class WatchThread implements Till.Subscription {

    /** Where the changes come from. */
    interface Source {
        /** Waits for the next changes; may return none to be asked again. */
        List<Reading> next() throws IOException, Refusal, InterruptedException;

        /** Makes a waiting {@link #next} end. */
        void close();
    }

    private final Source source;
    private final Consumer<Reading> listener;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile long revision;
    private volatile boolean closed;

    private WatchThread(long revision, Source source, Consumer<Reading> listener) {
        this.revision = revision;
        this.source = source;
        this.listener = listener;
    }

    static WatchThread start(long revision, Source source, Consumer<Reading> listener) {
        var watch = new WatchThread(revision, source, listener);
        ConnectedTill.daemon(watch::run, "till-watch").start();
        return watch;
    }

    @Override
    public long revision() {
        return revision;
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        closed = true;
        source.close();
    }

    private void run() {
        try {
            while (!closed) {
                for (Reading reading : source.next()) {
                    listener.accept(reading);
                    revision = reading.revision();
                }
            }
            ended.complete(null);
        } catch (IOException | Refusal | InterruptedException | RuntimeException e) {
            // A listener that throws ends its own watch and hears why; closing it looks like a broken connection.
            source.close();
            if (closed) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(e);
            }
        }
    }
}

package dev.till.node;

import dev.till.node.client.ComponentClient;
import dev.till.node.client.ComponentCommand;
import dev.till.node.socket.Refusal;
import dev.till.protocol.component.CommandRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/** The thread that takes the commands of one component: whenever one of this device's changes, and at first. */
final class CommandThread implements Till.Subscription {
    private final ComponentClient client;
    private final String component;
    private final Components.Handler handler;
    private final Semaphore news = new Semaphore(0);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Till.Subscription watch;
    private volatile boolean closed;

    private CommandThread(ComponentClient client, String component, Components.Handler handler) {
        this.client = client;
        this.component = component;
        this.handler = handler;
    }

    static CommandThread start(Path home, Till till, String component, Components.Handler handler)
            throws IOException, Refusal {
        var client = ComponentClient.connect(home);
        try {
            var thread = new CommandThread(client, component, handler);
            // From before the first look on, so that nothing falls in between.
            thread.watch = till.watch(CommandRecord.COMMANDS + client.device(), -1, change -> thread.news.release());
            thread.watch.ended().whenComplete((none, failure) -> thread.news.release());
            ConnectedTill.daemon(thread::run, "till-commands").start();
            return thread;
        } catch (IOException | Refusal | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public long revision() {
        return watch.revision();
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.copy();
    }

    @Override
    public void close() {
        closed = true;
        watch.close();
        news.release();
    }

    private void run() {
        try (client) {
            while (!closed) {
                news.drainPermits();
                var command = client.next(component);
                if (command.isPresent()) {
                    perform(command.get());
                } else if (watch.ended().toCompletableFuture().isDone()) {
                    throw new IOException("the node is gone");
                } else {
                    news.acquire();
                }
            }
            ended.complete(null);
        } catch (IOException | Refusal | InterruptedException | RuntimeException | Error e) {
            watch.close();
            if (closed) {
                ended.complete(null);
            } else {
                ended.completeExceptionally(e);
            }
        }
    }

    private void perform(ComponentCommand command) throws IOException, Refusal {
        String output;
        try {
            output = Optional.ofNullable(handler.handle(command)).orElse("");
        } catch (Exception e) {
            client.fail(command.id(), reason(e), "");
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            return;
        } catch (Error e) {
            client.fail(command.id(), e.toString(), "");
            throw e;
        }
        client.done(command.id(), output);
    }

    private static String reason(Exception e) {
        return e.getMessage() == null || e.getMessage().isBlank() ? e.getClass().getSimpleName() : e.getMessage();
    }
}

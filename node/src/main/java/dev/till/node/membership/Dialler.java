package dev.till.node.membership;

import dev.till.node.message.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Finds out whether anybody listens at an endpoint before Artery hears of it: an Artery association keeps queues, streams
 * and retries for every address it was ever given, a refused connection keeps nothing.
 *
 * <p>At most {@value #THREADS} attempts run at a time, on threads that end when idle.
 */
final class Dialler implements AutoCloseable {
    private static final int THREADS = 8;

    private final ThreadPoolExecutor threads;

    Dialler() {
        threads = new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var thread = new Thread(task, "till-dial");
            thread.setDaemon(true);
            return thread;
        });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Completes with the endpoint, its name resolved to an address, once somebody accepts there; fails if nobody does. */
    CompletionStage<Endpoint> dial(Endpoint endpoint, Duration patience) {
        return CompletableFuture.supplyAsync(() -> connect(endpoint, patience), threads);
    }

    private static Endpoint connect(Endpoint endpoint, Duration patience) {
        var address = new InetSocketAddress(endpoint.host(), endpoint.port());
        try (var socket = new Socket()) {
            if (address.isUnresolved()) {
                throw new UnknownHostException(endpoint.host());
            }
            socket.connect(address, (int) patience.toMillis());
            return new Endpoint(address.getAddress().getHostAddress(), endpoint.port());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

package dev.till.node.files.round;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads that are started when the first is asked for, and do not keep the process. For one thread at a time. */
final class Workers implements AutoCloseable {
    private final String name;
    private final int most;
    private Optional<ExecutorService> threads = Optional.empty();

    /** At most {@code most} threads of this name. */
    Workers(String name, int most) {
        this.name = name;
        this.most = most;
    }

    ExecutorService get() {
        if (threads.isEmpty()) {
            threads = Optional.of(Executors.newFixedThreadPool(most, this::thread));
        }
        return threads.get();
    }

    private Thread thread(Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Whatever is under way is broken off. */
    @Override
    public void close() {
        threads.ifPresent(ExecutorService::shutdownNow);
    }
}

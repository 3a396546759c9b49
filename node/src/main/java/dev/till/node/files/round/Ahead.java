package dev.till.node.files.round;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * What comes in pages, in order: while one page is looked at, another thread reads the next, and no more than that one. A page
 * of a few is looked at sooner than a thread is started. For one thread at a time.
 */
final class Ahead<T> {
    private static final int FEW = 128;

    private final Pages<T> pages;
    private final Supplier<ExecutorService> threads;
    private final Queue<T> page = new ArrayDeque<>();
    private Optional<Future<List<T>>> coming = Optional.empty();
    private boolean ended;

    /** Reads pages, one after the other. */
    @FunctionalInterface
    interface Pages<T> {
        /** The next page; an empty one is the last. */
        List<T> next() throws IOException;
    }

    /** @param threads is asked when there is enough to read ahead */
    Ahead(Pages<T> pages, Supplier<ExecutorService> threads) {
        this.pages = pages;
        this.threads = threads;
    }

    /** The next one, which stays; null, because this is asked for every path, at the end. */
    T peek() throws IOException {
        while (page.isEmpty() && !ended) {
            var next = coming.isPresent() ? Readers.result(coming.get()) : pages.next();
            page.addAll(next);
            ended = next.isEmpty();
            coming = next.size() < FEW
                    ? Optional.empty()
                    : Optional.of(threads.get().submit(pages::next));
        }
        return page.peek();
    }

    /** The one that was peeked at. */
    T remove() {
        return page.remove();
    }
}

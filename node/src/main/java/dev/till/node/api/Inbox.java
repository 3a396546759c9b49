package dev.till.node.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Items that several threads put and one takes; that one can wait for them and for something else at the same time. */
final class Inbox {
    private List<String> items = new ArrayList<>();
    private CompletableFuture<Void> filled = new CompletableFuture<>();
    private boolean ended;

    synchronized void put(String item) {
        items.add(item);
        filled.complete(null);
    }

    /** Nothing more will come. */
    synchronized void end() {
        ended = true;
        filled.complete(null);
    }

    /** Completed when there is something to take, or nothing more will be. */
    synchronized CompletableFuture<Void> filled() {
        return filled;
    }

    /** All that is there. */
    synchronized List<String> take() {
        var taken = items;
        items = new ArrayList<>();
        if (!ended) {
            filled = new CompletableFuture<>();
        }
        return taken;
    }

    /** Whether everything has been taken, and nothing more will come. */
    synchronized boolean isOver() {
        return ended && items.isEmpty();
    }
}

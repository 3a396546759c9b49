package dev.till.node.api;

import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * What a command has printed and its caller has not read yet, as items for the caller. Who prints waits when that is a
 * megabyte.
 */
final class Printed {
    private static final int ROOM = 1 << 20;

    private final Inbox inbox = new Inbox();
    private final Semaphore room = new Semaphore(ROOM);
    private volatile boolean abandoned;

    /** Adds {@code text} that was printed on {@code stream}. */
    void print(String stream, String text) throws IOException {
        var item = new JsonWriter(text.length() + 32)
                .open('{')
                .text(stream, text)
                .close('}')
                .toString();
        try {
            room.acquire(place(item));
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted");
        }
        if (abandoned) {
            room.release(place(item));
            throw new IOException("the caller is gone");
        }
        inbox.put(item);
    }

    /** Nothing more will be printed. */
    void end() {
        inbox.end();
    }

    /** Nobody will read any more: whoever prints is told so. */
    void abandon() {
        abandoned = true;
        room.release(ROOM);
    }

    /** Completed when there is something to take, or nothing more will be. */
    CompletableFuture<Void> filled() {
        return inbox.filled();
    }

    /** All that is there; makes room for as much. */
    List<String> take() {
        var items = inbox.take();
        room.release(items.stream().mapToInt(Printed::place).sum());
        return items;
    }

    /** Whether everything has been taken, and nothing more will come. */
    boolean isOver() {
        return inbox.isOver();
    }

    private static int place(String item) {
        return Math.min(item.length(), ROOM);
    }
}

package dev.till.node.files.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AheadTest {
    private static final int LARGE = 1000;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void pages_comeInOrderAndNoMoreThanOneAhead() throws IOException {
        var read = new AtomicInteger();
        var ahead = new Ahead<Integer>(
                () -> {
                    int page = read.getAndIncrement();
                    return page == 5
                            ? List.of()
                            : IntStream.range(page * LARGE, (page + 1) * LARGE)
                                    .boxed()
                                    .toList();
                },
                () -> threads);

        var all = new ArrayList<Integer>();
        while (ahead.peek() != null) {
            assertThat(read.get()).isLessThanOrEqualTo(all.size() / LARGE + 2);
            all.add(ahead.remove());
        }

        assertThat(all).isEqualTo(IntStream.range(0, 5 * LARGE).boxed().toList());
        assertThat(ahead.peek()).isNull();
        assertThat(read.get()).isEqualTo(6);
    }

    @Test
    void failure_showsWhereItsPageBegins() throws IOException {
        var pages = new AtomicInteger();
        var ahead = new Ahead<Integer>(
                () -> {
                    if (pages.getAndIncrement() > 0) {
                        throw new IOException("cannot be read");
                    }
                    return IntStream.range(0, LARGE).boxed().toList();
                },
                () -> threads);

        for (int i = 0; i < LARGE; i++) {
            assertThat(ahead.peek()).isEqualTo(i);
            ahead.remove();
        }

        assertThatThrownBy(ahead::peek).isInstanceOf(IOException.class).hasMessage("cannot be read");
    }

    @Test
    void pagesOfAFew_needNoThread() throws IOException {
        Iterator<List<String>> pages =
                List.of(List.of("a", "b"), List.of("c"), List.<String>of()).iterator();
        var ahead = new Ahead<String>(pages::next, () -> {
            throw new AssertionError("asked for a thread");
        });

        var all = new ArrayList<String>();
        while (ahead.peek() != null) {
            all.add(ahead.remove());
        }

        assertThat(all).containsExactly("a", "b", "c");
    }
}

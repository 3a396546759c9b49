package dev.till.node.files.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is done with contents beside what brings them. */
class BesideTest {
    private static final int LARGE = 1 << 20;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Test
    void eachContent_isUsedAsItWasWhenItWasHandedOver() throws IOException {
        var lent = new byte[64];
        try (var beside = new Beside()) {
            for (int i = 0; i < 20_000; i++) {
                var text = ("content " + i).getBytes(StandardCharsets.UTF_8);
                System.arraycopy(text, 0, lent, 0, text.length);
                beside.use(lent, text.length, this::see);
                Arrays.fill(lent, (byte) 'x');
            }
            beside.finish();
        }

        assertThat(seen).hasSize(20_000).contains("content 0", "content 10000", "content 19999");
    }

    @Test
    void contentsOfAllSizes_areUsed() throws IOException {
        var bytes = new AtomicLong();
        long sum = 0;
        try (var beside = new Beside()) {
            for (int length : new int[] {0, 1, LARGE, 3, 192 << 10, (192 << 10) + 1, 0, LARGE, LARGE, 7}) {
                beside.use(new byte[length], length, (content, offset, size) -> bytes.addAndGet(size));
                sum += length;
            }
            beside.finish();
        }

        assertThat(bytes).hasValue(sum);
    }

    @Test
    void whatFails_isToldOfAtTheEndAtLatest() throws IOException {
        try (var beside = new Beside()) {
            beside.use(new byte[1], 1, (bytes, offset, length) -> {
                throw new IOException("the disk is full");
            });

            assertThatThrownBy(beside::finish).isInstanceOf(IOException.class).hasMessage("the disk is full");
        }
    }

    @Test
    void tinyContents_goToBothThreads_alsoAfterLargeOnes() throws Exception {
        var meeting = new CyclicBarrier(2);
        try (var beside = new Beside()) {
            for (int i = 0; i < 4; i++) {
                beside.use(new byte[LARGE], LARGE, (bytes, offset, length) -> {});
            }
            // Sixteen make a parcel, so the first of the second meets the first of the first on the other thread.
            for (int i = 0; i < 32; i++) {
                boolean isFirst = i % 16 == 0;
                beside.use(new byte[100], 100, (bytes, offset, length) -> {
                    if (isFirst) {
                        meet(meeting);
                    }
                });
            }
            beside.finish();
        }

        assertThat(meeting.isBroken()).isFalse();
    }

    @Test
    void anError_isThrownAsItIs() {
        assertThatThrownBy(() -> {
                    try (var beside = new Beside()) {
                        beside.use(new byte[1], 1, (bytes, offset, length) -> {
                            throw new OutOfMemoryError("no room");
                        });
                        beside.finish();
                    }
                })
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("no room");
    }

    @Test
    void closed_waitsForWhatIsUnderWay_andLeavesOutTheRest() throws IOException {
        var used = new AtomicInteger();
        try (var beside = new Beside()) {
            for (int i = 0; i < 40; i++) {
                beside.use(new byte[1], 1, (bytes, offset, length) -> used.incrementAndGet());
            }
        }

        assertThat(used).as("two whole parcels").hasValue(32);
    }

    private static void meet(CyclicBarrier meeting) throws IOException {
        try {
            meeting.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IOException("the other thread did not come", e);
        }
    }

    @Test
    void whoBringsMoreThanIsUsed_waits() throws Exception {
        var free = new Semaphore(0);
        var brought = new AtomicInteger();
        var used = new AtomicInteger();
        var bringing = new Thread(() -> {
            try (var beside = new Beside()) {
                for (int i = 0; i < 64; i++) {
                    beside.use(new byte[LARGE], LARGE, (bytes, offset, length) -> {
                        free.acquireUninterruptibly();
                        used.incrementAndGet();
                    });
                    brought.incrementAndGet();
                }
                beside.finish();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });

        bringing.setDaemon(true);
        bringing.start();
        try {
            await().until(() -> bringing.getState() == Thread.State.WAITING && brought.get() == 4);
            assertThat(used).hasValue(0);
        } finally {
            free.release(64);
            bringing.join(TimeUnit.MINUTES.toMillis(1));
        }

        assertThat(bringing.isAlive()).isFalse();
        assertThat(used).hasValue(64);
    }

    private void see(byte[] bytes, int offset, int length) {
        seen.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
    }
}

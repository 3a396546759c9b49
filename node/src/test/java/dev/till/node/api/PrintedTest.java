package dev.till.node.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.till.protocol.json.JsonMembers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PrintedTest {
    private final Printed printed = new Printed();
    private final PrintedStream out = new PrintedStream("out", printed, OutputStream.nullOutputStream());

    @Test
    void charactersInPieces_arriveWhole() throws IOException {
        var text = "aé€😀\u0007\"\\\n".repeat(4000);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var random = new Random(7);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(1 + random.nextInt(3), bytes.length - at);
            out.write(bytes, at, length);
            if (random.nextInt(10) == 0) {
                out.flush();
            }
            at += length;
        }
        out.flush();

        assertThat(taken("out")).isEqualTo(text);
    }

    @Test
    void whatWasPrintedBefore_comesBefore() throws IOException {
        var err = new PrintedStream("err", printed, out);

        out.write('1');
        err.write('2');
        err.flush();

        assertThat(printed.take()).containsExactly("{\"out\":\"1\"}", "{\"err\":\"2\"}");
    }

    @Test
    void whoPrintsMoreThanIsRead_waits() throws IOException {
        var line = "x".repeat(1000);
        var printing = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < 5000; i++) {
                    printed.print("out", line);
                }
                printed.end();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        long bytes = 0;
        while (!printed.isOver()) {
            printed.filled().join();
            long some = printed.take().stream().mapToLong(String::length).sum();
            assertThat(some).isLessThanOrEqualTo(1 << 20);
            bytes += some;
        }

        printing.join();
        assertThat(bytes).isEqualTo(5000L * ("{\"out\":\"\"}".length() + 1000));
    }

    @Test
    void whoPrintsForNobody_isTold() throws InterruptedException {
        var failure = new CompletableFuture<Exception>();
        var line = "x".repeat(100_000);
        var thread = new Thread(() -> {
            try {
                while (true) {
                    printed.print("out", line);
                }
            } catch (IOException e) {
                failure.complete(e);
            }
        });
        thread.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> thread.getState() == Thread.State.WAITING);

        printed.abandon();

        assertThat(failure.join()).hasMessage("the caller is gone");
        assertThatThrownBy(() -> printed.print("out", "more")).isInstanceOf(IOException.class);
        thread.join();
    }

    private String taken(String stream) {
        var text = new StringBuilder();
        printed.take().forEach(item -> text.append(JsonMembers.parse(item).text(stream)));
        return text.toString();
    }
}

package dev.till.node.socket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines over a real socket whose other end is not polite. */
class LineChannelTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    @Test
    void lastWords_canBeRead_whenTheOtherEndStoppedListeningHalfway() throws IOException {
        var address = UnixDomainSocketAddress.of(directory.resolve("socket"));
        try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                var lines = new LineChannel(SocketChannel.open(address))) {
            lines.wait(Waiting.atMost(PATIENCE));
            var leaving = CompletableFuture.runAsync(() -> listenALittle(server));
            // More than any socket holds, so some of it has gone when the rest cannot.
            var line = "x".repeat(8 << 20);

            assertThatIOException().isThrownBy(() -> {
                lines.write(line);
                lines.flush();
            });

            assertThat(lines.readLine()).isEqualTo("enough");
            leaving.join();
        }
    }

    private static void listenALittle(ServerSocketChannel server) {
        try (var other = server.accept()) {
            other.read(ByteBuffer.allocate(1 << 10));
            other.write(ByteBuffer.wrap("enough\n".getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

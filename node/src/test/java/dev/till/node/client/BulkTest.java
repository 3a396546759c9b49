package dev.till.node.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.till.node.socket.LineChannel;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.SocketPath;
import dev.till.node.socket.Waiting;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkTest {
    private static final String LINE = "{\"entity\":\"e\",\"field\":\"f\",\"value\":1}";

    @TempDir
    Path home;

    @Test
    void nodeGaveUpBeforeTheLastLinesWereSent_whatItSaidIsHeard() throws Exception {
        Files.createDirectories(SocketPath.directory(home));
        try (var node = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            node.bind(UnixDomainSocketAddress.of(SocketPath.direct(home)));
            // Nothing is sent yet: a few lines wait for more of them, or for the end.
            try (var bulk = Bulk.over(Connection.open(home, Waiting.atMost(Duration.ofSeconds(30))))) {
                bulk.addLine(LINE);
                giveUp(node);

                assertThatThrownBy(bulk::finish).isInstanceOf(Refusal.class).hasMessage("line 1: bad");
            }
        }
    }

    private static void giveUp(ServerSocketChannel node) throws IOException {
        try (var lines = new LineChannel(node.accept())) {
            lines.write("{\"v\":1}");
            lines.write("{\"v\":1,\"error\":{\"code\":\"usage\",\"message\":\"line 1: bad\"}}");
            lines.flush();
        }
    }
}

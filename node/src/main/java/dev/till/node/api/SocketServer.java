package dev.till.node.api;

import dev.till.node.socket.LineChannel;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.SocketProtocol;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local API of a running node: a Unix-domain socket in its home, for this user alone.
 *
 * <p>Whoever opens it holds the lock of the home, so a socket found there is a dead one's and is replaced. At most
 * {@value #MAX_CONNECTIONS} connections at a time; one more is told so and closed.
 */
public final class SocketServer implements AutoCloseable {

    /** Connections served at a time. */
    public static final int MAX_CONNECTIONS = 128;

    private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);
    private static final int BACKLOG = 256;

    private final ApiParts parts;
    private final Operations operations;
    private final BoundSocket socket;
    private final ServerSocketChannel channel;
    private final Set<Conversation> conversations = ConcurrentHashMap.newKeySet();

    private SocketServer(ApiParts parts, BoundSocket socket) {
        this.parts = parts;
        this.operations = new Operations(parts);
        this.socket = socket;
        this.channel = socket.channel();
    }

    /** Opens the socket of {@code home} and serves it until closed. */
    public static SocketServer open(Path home, ApiParts parts) throws IOException {
        var server = new SocketServer(parts, BoundSocket.in(home, BACKLOG));
        parts.executor().execute(server::accept);
        return server;
    }

    /** Where it listens. */
    public Path path() {
        return socket.path();
    }

    /** Breaks all connections and removes the socket. Writes that were acknowledged are on disk; others may be, too. */
    @Override
    public void close() throws IOException {
        socket.close();
        conversations.forEach(Conversation::close);
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                serve(channel.accept(), parts.executor());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("The local API could not accept a connection: {}", e.toString());
            }
        }
    }

    private void serve(SocketChannel client, Executor executor) throws IOException {
        if (conversations.size() >= MAX_CONNECTIONS) {
            refuse(client);
            return;
        }
        var ended = new Conversation[1];
        var conversation =
                new Conversation(new LineChannel(client), operations, parts, () -> conversations.remove(ended[0]));
        ended[0] = conversation;
        conversations.add(conversation);
        executor.execute(conversation);
        if (!channel.isOpen()) {
            // Closed between accepting and adding: nobody else would break this one.
            conversation.close();
        }
    }

    private static void refuse(SocketChannel client) throws IOException {
        var refusal = new Refusal(
                Reason.LIMIT,
                "the node serves " + MAX_CONNECTIONS + " connections already; close some or try again later");
        var line = new JsonWriter()
                .open('{')
                .number("v", SocketProtocol.VERSION)
                .raw("error", Exchange.describe(refusal))
                .close('}');
        try (client) {
            client.configureBlocking(false);
            client.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }
}

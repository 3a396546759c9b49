package dev.till.node.trust;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/** Two TLS engines joined by memory: what one writes the other reads. */
final class Wire {
    private static final int ROUNDS = 100;

    private final SSLEngine client;
    private final SSLEngine server;
    private final ByteBuffer toServer = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer toClient = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer heardByServer = ByteBuffer.allocate(1 << 17);
    private final ByteBuffer heardByClient = ByteBuffer.allocate(1 << 17);

    Wire(SSLEngine client, SSLEngine server) {
        this.client = client;
        this.server = server;
    }

    /** Sends a word each way, handshake first; throws what either engine throws. */
    void exchange() throws SSLException {
        int heard = heardByServer.position() + heardByClient.position();
        var question = ByteBuffer.wrap(new byte[] {1});
        var answer = ByteBuffer.wrap(new byte[] {2});
        for (int i = 0; i < ROUNDS && heardByServer.position() + heardByClient.position() < heard + 2; i++) {
            write(client, question, toServer);
            read(server, toServer, heardByServer);
            write(server, answer, toClient);
            read(client, toClient, heardByClient);
        }
    }

    private static void write(SSLEngine engine, ByteBuffer from, ByteBuffer to) throws SSLException {
        do {
            engine.wrap(from, to);
            runTasks(engine);
        } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone());
    }

    private static void read(SSLEngine engine, ByteBuffer from, ByteBuffer to) throws SSLException {
        from.flip();
        while (from.hasRemaining() && !engine.isInboundDone()) {
            engine.unwrap(from, to);
            runTasks(engine);
            if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                break;
            }
        }
        from.compact();
    }

    private static void runTasks(SSLEngine engine) {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }
}

package dev.till.node.trust;

import dev.till.node.message.StablePort;
import dev.till.node.trust.EnrolmentAnswer.Denied;
import dev.till.node.trust.EnrolmentAnswer.Reason;
import dev.till.protocol.trust.DevicePublicKey;
import dev.till.protocol.wire.MalformedException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port where a machine with an invite is let in. Open only while an invite is out.
 *
 * <p>Both sides of the TLS connection are authenticated: this one by the device key, whose fingerprint is in the invite,
 * the other by the key that the invite's secret stands for. Who has no invite does not get through the handshake. Few
 * connections at a time, few in a second, and none for long.
 */
final class EnrolmentListener implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(EnrolmentListener.class);
    private static final int MAX_CONNECTIONS = 8;
    private static final Duration BETWEEN_CONNECTIONS = Duration.ofMillis(20);
    private static final int BACKLOG = 16;
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final Admission admission;
    private final Duration patience;
    private final SSLContext context;
    private final ServerSocket socket;
    private final Semaphore free = new Semaphore(MAX_CONNECTIONS);
    private final ScheduledThreadPoolExecutor threads =
            new ScheduledThreadPoolExecutor(MAX_CONNECTIONS + 2, EnrolmentListener::thread);
    private final CountDownLatch accepting = new CountDownLatch(1);

    private EnrolmentListener(Admission admission, Duration patience, SSLContext context, ServerSocket socket) {
        this.admission = admission;
        this.patience = patience;
        this.context = context;
        this.socket = socket;
        threads.setRemoveOnCancelPolicy(true);
    }

    /**
     * Opens the port and serves it until closed.
     *
     * @param port 0 for any free one
     * @param patience how long one connection may take from beginning to end
     */
    static EnrolmentListener open(DeviceKey key, Admission admission, InetAddress bind, int port, Duration patience)
            throws IOException {
        var context = TlsContext.of(key, invite -> requireKnown(admission, invite));
        var socket = port == 0
                ? StablePort.open(chosen -> new ServerSocket(chosen, BACKLOG, bind))
                : new ServerSocket(port, BACKLOG, bind);
        var listener = new EnrolmentListener(admission, patience, context, socket);
        listener.threads.execute(listener::accept);
        return listener;
    }

    int port() {
        return socket.getLocalPort();
    }

    /**
     * Closes the port; whoever is being served gets an answer yet. The port is free only once nobody waits at it: until
     * then the system goes on accepting, and no other socket can be bound to it.
     */
    @Override
    public void close() throws IOException {
        socket.close();
        try {
            if (!accepting.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The port of invites is slow to close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdown();
    }

    private void accept() {
        try {
            acceptUntilClosed();
        } finally {
            accepting.countDown();
        }
    }

    private void acceptUntilClosed() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                if (free.tryAcquire()) {
                    serveWithin(connection);
                } else {
                    connection.close();
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.warn("Cannot accept an enrolment connection: {}", e.getMessage());
                }
            }
            // A flood waits in the kernel's short queue instead of in our memory and processor.
            LockSupport.parkNanos(BETWEEN_CONNECTIONS.toNanos());
        }
    }

    /** The connection ends with the patience, however slowly the other side sends. */
    private void serveWithin(Socket connection) {
        var deadline = threads.schedule(() -> close(connection), patience.toMillis(), TimeUnit.MILLISECONDS);
        threads.execute(() -> {
            try (connection) {
                serve(connection);
            } catch (IOException e) {
                LOG.debug("Refused an enrolment connection of {}: {}", connection.getInetAddress(), e.getMessage());
            } finally {
                deadline.cancel(false);
                free.release();
            }
        });
    }

    private void serve(Socket connection) throws IOException {
        var secured = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true);
        secured.setNeedClientAuth(true);
        secured.setSSLParameters(TlsContext.narrowed(secured.getSSLParameters()));
        secured.startHandshake();
        var invite = KeyTrust.peer(secured.getSession());
        EnrolmentAnswer answer;
        try {
            answer = admission.decide(invite, EnrolmentCodec.receiveRequest(secured.getInputStream()));
        } catch (EnrolmentCodec.NewerVersionException e) {
            answer = new Denied(Reason.VERSION, e.getMessage());
        } catch (MalformedException e) {
            answer = new Denied(Reason.MALFORMED, e.getMessage());
        }
        if (answer instanceof Denied denied) {
            LOG.info("Did not let in a device from {}: {}", connection.getInetAddress(), denied.message());
        }
        EnrolmentCodec.send(answer, secured.getOutputStream());
        secured.close();
    }

    private static void requireKnown(Admission admission, DevicePublicKey invite) throws CertificateException {
        if (!admission.knows(invite)) {
            throw new CertificateException("key " + invite + " is that of no invite");
        }
    }

    private static void close(Socket connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("Cannot close an enrolment connection: {}", e.getMessage());
        }
    }

    private static Thread thread(Runnable task) {
        var thread = new Thread(task, "till-enrolment");
        thread.setDaemon(true);
        return thread;
    }
}

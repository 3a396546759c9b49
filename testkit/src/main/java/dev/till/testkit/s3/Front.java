package dev.till.testkit.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Passes connections on, byte for byte; answers some with status 503 instead, and cuts some short. */
public final class Front implements AutoCloseable {
    private static final byte[] SLOW_DOWN = "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        var thread = new Thread(task, "s3-front");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong passed = new AtomicLong();

    private Front(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
        threads.execute(this::accept);
    }

    /** A front for a port of this machine. */
    static Front to(int target) throws IOException {
        return new Front(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** From now on so many connections are told to slow down. Those that are open end: a client that keeps one would be spared. */
    public void storm(int connections) {
        refusals.set(connections);
        open.forEach(Front::close);
    }

    /** Breaks down when so many bytes more have been sent: cuts the connection, and takes no other one's request. */
    public void breakDownAfter(long bytes) {
        passed.set(0);
        cutAfter.set(bytes);
    }

    /** Works again, and counts from zero. */
    public void recover() {
        refusals.set(0);
        cutAfter.set(Long.MAX_VALUE);
        passed.set(0);
    }

    /** How many bytes have been sent to the store since it last recovered. */
    public long sent() {
        return passed.get();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var from = listening.accept();
                threads.execute(() -> serve(from));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket from) {
        try (from) {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                refuse(from);
                return;
            }
            open.add(from);
            try (var to = new Socket(InetAddress.getLoopbackAddress(), target)) {
                threads.execute(() -> pass(from, to, true));
                pass(to, from, false);
            }
        } catch (IOException ended) {
            // One side has gone, and so does the other.
        } finally {
            open.remove(from);
        }
    }

    private static void refuse(Socket from) throws IOException {
        from.getOutputStream().write(SLOW_DOWN);
        from.getOutputStream().flush();
        from.shutdownOutput();
        from.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void pass(Socket from, Socket to, boolean counted) {
        var bytes = new byte[16 << 10];
        try {
            InputStream in = from.getInputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                if (counted && passed.addAndGet(read) > cutAfter.get()) {
                    refusals.set(Integer.MAX_VALUE);
                    break;
                }
                to.getOutputStream().write(bytes, 0, read);
            }
        } catch (IOException ended) {
            // Both are closed below.
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // That is what was wanted.
        }
    }
}

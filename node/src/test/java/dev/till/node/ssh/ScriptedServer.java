package dev.till.node.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Something that listens where an SSH server should, and is none. */
public final class ScriptedServer implements AutoCloseable {

    /** What it does with who connects. */
    public enum Manner {
        /** It says nothing at all. */
        SILENT,
        /** It hangs up. */
        HANGS_UP,
        /** It names itself and then says nothing. */
        STUCK_IN_HANDSHAKE,
        /** It sends lines without end before it names itself. */
        FLOODS,
        /** It speaks something else. */
        TALKS_HTTP
    }

    private final ServerSocket listener;
    private final Manner manner;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private ScriptedServer(Manner manner) throws IOException {
        this.manner = manner;
        listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    }

    public static ScriptedServer start(Manner manner) throws IOException {
        var server = new ScriptedServer(manner);
        daemon(server::accept);
        return server;
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections the other end has not given up. */
    public int open() {
        return open.size();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                var socket = listener.accept();
                open.add(socket);
                daemon(() -> serve(socket));
            }
        } catch (IOException closed) {
            // As it should be, at the end of a test.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var out = socket.getOutputStream();
            switch (manner) {
                case SILENT -> hold(socket);
                case HANGS_UP -> {}
                case STUCK_IN_HANDSHAKE -> {
                    say(out, "SSH-2.0-Stuck\r\n");
                    hold(socket);
                }
                case FLOODS -> {
                    while (true) {
                        say(out, "word ".repeat(100) + "\r\n");
                    }
                }
                case TALKS_HTTP -> {
                    say(out, "HTTP/1.1 400 Bad Request\r\n\r\n");
                    hold(socket);
                }
            }
        } catch (IOException gone) {
            // The other end has had enough.
        } finally {
            open.remove(socket);
        }
    }

    /** Until the other end hangs up. */
    private static void hold(Socket socket) throws IOException {
        var in = socket.getInputStream();
        var bytes = new byte[1024];
        while (in.read(bytes) >= 0) {
            // Whatever it says.
        }
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "scripted");
        thread.setDaemon(true);
        thread.start();
    }
}

package dev.till.node.client;

import dev.till.node.socket.LineChannel;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.SocketPath;
import dev.till.node.socket.SocketProtocol;
import dev.till.node.socket.Waiting;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A connection to the local socket: one request at a time, in the caller's thread, answers as JSON text.
 *
 * <p>The hello goes out with the first request, so a request costs one round trip.
 */
public final class Connection implements AutoCloseable {
    private final LineChannel lines;
    private long id;
    private boolean greeted;

    private Connection(LineChannel lines) {
        this.lines = lines;
    }

    /** Receives the items of a stream. */
    public interface Items {
        /** One item, as JSON text. */
        void accept(String json) throws IOException;
    }

    /** Connects to the node of {@code home}. */
    public static Connection open(Path home, Waiting waiting) throws IOException {
        try {
            var lines = new LineChannel(SocketChannel.open(UnixDomainSocketAddress.of(SocketPath.find(home))));
            lines.wait(waiting);
            lines.write(new JsonWriter()
                    .open('{')
                    .number("v", SocketProtocol.VERSION)
                    .close('}')
                    .toString());
            return new Connection(lines);
        } catch (IOException e) {
            throw unreachable(home, e);
        }
    }

    /** Begins a request: add members, but do not close it. */
    public static JsonWriter request(String operation) {
        return new JsonWriter(128).open('{').text("op", operation);
    }

    /** Sends a request and returns its result. */
    public String call(JsonWriter request) throws IOException, Refusal {
        return call(request, item -> {});
    }

    /** Sends a request, hands on the items of its stream, and returns its result. */
    public String call(JsonWriter request, Items items) throws IOException, Refusal {
        send(request);
        return answer(items);
    }

    /** Sends a request without waiting for the answer. */
    void send(JsonWriter request) throws IOException, Refusal {
        write(request.number("id", ++id).close('}').toString());
    }

    /** Sends one line as it is. */
    void write(String line) throws IOException, Refusal {
        try {
            lines.write(line);
        } catch (IOException e) {
            throw hearOut(e);
        }
    }

    /** Reads up to the end of the answer to the last request. */
    String answer(Items items) throws IOException, Refusal {
        while (true) {
            var line = understood(JsonMembers.parse(readLine()));
            if (line.flag("ok")) {
                return line.raw("result").orElse("null");
            }
            var item = line.raw("item");
            if (item.isPresent()) {
                items.accept(item.get());
            }
        }
    }

    /** The next item of a stream. */
    String item() throws IOException, Refusal {
        while (true) {
            var line = understood(JsonMembers.parse(readLine()));
            if (line.flag("ok")) {
                throw new EOFException("the stream has ended");
            }
            var item = line.raw("item");
            if (item.isPresent()) {
                return item.get();
            }
        }
    }

    /** How long to wait from now on. */
    void wait(Waiting waiting) {
        lines.wait(waiting);
    }

    /** Waits until the node closes the connection, as it does when it goes down. */
    public void awaitEnd() throws IOException {
        try {
            while (lines.readLine() != null) {
                // Nothing that still comes matters.
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // Reset or closed in the middle of a line: it has ended, too.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    private String readLine() throws IOException, Refusal {
        try {
            return greetedLine();
        } catch (EOFException | InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            // Reading first sends what is left to be sent.
            throw hearOut(e);
        }
    }

    /** A node that gives up says why before it closes; that says more than a broken pipe. */
    private IOException hearOut(IOException broken) throws Refusal {
        for (String last = lastWords(); last != null; last = lastWords()) {
            understood(JsonMembers.parse(last));
        }
        return broken;
    }

    private String greetedLine() throws IOException, Refusal {
        if (!greeted) {
            var hello = understood(JsonMembers.parse(whole(lines.readLine())));
            long version = hello.number("v", 0);
            if (version > SocketProtocol.VERSION) {
                throw new Refusal(
                        Reason.VERSION,
                        "socket protocol: the node speaks version " + version + " (expected: at most "
                                + SocketProtocol.VERSION + "); use the till that the node runs");
            }
            greeted = true;
        }
        return whole(lines.readLine());
    }

    private String lastWords() {
        try {
            return lines.readLine();
        } catch (IOException gone) {
            return null;
        }
    }

    private static String whole(String line) throws EOFException {
        if (line == null) {
            throw new EOFException("the node closed the connection; see `till log`");
        }
        return line;
    }

    private static JsonMembers understood(JsonMembers line) throws Refusal {
        var error = line.object("error");
        if (error.isPresent()) {
            throw new Refusal(Reason.of(error.get().text("code")), error.get().text("message"));
        }
        return line;
    }

    private static NodeUnreachableException unreachable(Path home, IOException cause) {
        var shown = home.toAbsolutePath().normalize();
        if (cause instanceof AccessDeniedException || !mayEnter(home)) {
            return new NodeUnreachableException(
                    Reason.FORBIDDEN, "not permitted to use " + shown + "; it belongs to another user", cause);
        }
        boolean quiet = cause instanceof NoSuchFileException
                || cause instanceof ConnectException
                || !(Files.exists(SocketPath.direct(home)) || Files.exists(SocketPath.note(home)));
        return quiet
                ? new NodeUnreachableException(
                        Reason.UNREACHABLE, "no node is running in " + shown + "; start one with `till up`", cause)
                : new NodeUnreachableException(
                        Reason.UNREACHABLE,
                        "cannot reach the node in " + shown + ": " + cause.getMessage() + "; start one with `till up`",
                        cause);
    }

    private static boolean mayEnter(Path home) {
        return !Files.exists(home) || Files.isExecutable(home);
    }
}

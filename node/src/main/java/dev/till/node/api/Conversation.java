package dev.till.node.api;

import dev.till.node.socket.LineChannel;
import dev.till.node.socket.LineTooLongException;
import dev.till.node.socket.Reason;
import dev.till.node.socket.Refusal;
import dev.till.node.socket.SocketProtocol;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection from hello to goodbye: requests are answered in the order they come, one at a time. */
final class Conversation implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);

    private final LineChannel lines;
    private final Operations operations;
    private final ApiParts parts;
    private final Runnable ended;

    /** {@code ended} is told when it is over, whatever the reason. */
    Conversation(LineChannel lines, Operations operations, ApiParts parts, Runnable ended) {
        this.lines = lines;
        this.operations = operations;
        this.parts = parts;
        this.ended = ended;
    }

    @Override
    public void run() {
        try {
            if (greet()) {
                while (answer()) {
                    // Requests may come ahead of the answers to those before them.
                }
            }
            lines.flush();
        } catch (IOException e) {
            LOG.debug("A connection to the local API broke: {}", e.toString());
        } finally {
            close();
            ended.run();
        }
    }

    /** Breaks the connection, from any thread. */
    void close() {
        try {
            lines.close();
        } catch (IOException e) {
            LOG.debug("A connection to the local API did not close: {}", e.toString());
        }
    }

    private boolean greet() throws IOException {
        try {
            var line = lines.readLine();
            if (line == null) {
                return false;
            }
            long version = JsonMembers.parse(line).number("v", 0);
            if (version < 1) {
                throw new IllegalArgumentException("hello: '" + shown(line) + "' (expected: {\"v\":"
                        + SocketProtocol.VERSION + "} as the first line)");
            }
            if (version > SocketProtocol.VERSION) {
                refuse(new Refusal(Reason.VERSION, newer(version)));
                return false;
            }
            hello();
            return true;
        } catch (IllegalArgumentException | CharacterCodingException | LineTooLongException e) {
            refuse(new Refusal(Reason.USAGE, wording(e)));
            return false;
        }
    }

    private String newer(long version) {
        return "socket protocol: version " + version + " (expected: at most " + SocketProtocol.VERSION
                + ", which is what this node, till " + parts.self().get().version() + ", speaks)";
    }

    private void hello() throws IOException {
        var self = parts.self().get();
        lines.write(new JsonWriter()
                .open('{')
                .number("v", SocketProtocol.VERSION)
                .text("till", self.version())
                .text("name", self.name().value())
                .text("device", self.device().toString())
                .text("fleet", self.fleet().value())
                .close('}')
                .toString());
    }

    private void refuse(Refusal refusal) throws IOException {
        lines.write(new JsonWriter()
                .open('{')
                .number("v", SocketProtocol.VERSION)
                .raw("error", Exchange.describe(refusal))
                .close('}')
                .toString());
    }

    /** Reads and answers one request; false when there will be no more. */
    private boolean answer() throws IOException {
        Exchange exchange;
        try {
            var line = lines.readLine();
            if (line == null) {
                return false;
            }
            if (line.isBlank()) {
                return true;
            }
            exchange = new Exchange(lines, JsonMembers.parse(line));
        } catch (IllegalArgumentException | CharacterCodingException | LineTooLongException e) {
            // What is no request may be half of one: nothing that follows can be trusted to be whole.
            refuse(new Refusal(e instanceof LineTooLongException ? Reason.LIMIT : Reason.USAGE, wording(e)));
            return false;
        }
        return perform(exchange);
    }

    private boolean perform(Exchange exchange) throws IOException {
        try {
            exchange.succeed(operations.perform(exchange));
            return true;
        } catch (Refusal refusal) {
            exchange.fail(refusal);
        } catch (IllegalArgumentException e) {
            exchange.fail(new Refusal(Reason.USAGE, e.getMessage()));
        } catch (CharacterCodingException | LineTooLongException e) {
            exchange.fail(new Refusal(Reason.USAGE, wording(e)));
            return false;
        } catch (RuntimeException e) {
            LOG.error("A request to the local API failed", e);
            exchange.fail(new Refusal(Reason.FAILED, "the node failed: " + e + " (see `till log`)"));
        }
        // Lines of an apply that was given up are still coming; they must not be taken for requests.
        return !exchange.request().optionalText("op").equals(java.util.Optional.of("apply"));
    }

    private static String wording(Exception e) {
        return e instanceof CharacterCodingException
                ? "line: bytes that are no UTF-8 (expected: UTF-8)"
                : e.getMessage();
    }

    private static String shown(String line) {
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }
}

package dev.till.node.api;

import dev.till.node.socket.LineChannel;
import dev.till.node.socket.Refusal;
import dev.till.protocol.id.EntityPath;
import dev.till.protocol.json.JsonMembers;
import dev.till.protocol.json.JsonWriter;
import java.io.IOException;
import java.time.Duration;

/** One request and what is answered to it. */
final class Exchange {
    private static final long DEFAULT_TIMEOUT_MILLIS = 30_000;
    private static final long MAX_TIMEOUT_MILLIS = 24 * 3_600_000L;

    private final LineChannel lines;
    private final JsonMembers request;
    private final String id;
    private Runnable afterwards = () -> {};

    Exchange(LineChannel lines, JsonMembers request) {
        this.lines = lines;
        this.request = request;
        id = request.raw("id").orElse("null");
    }

    JsonMembers request() {
        return request;
    }

    /** The prefix asked for, as an entity path or empty for all. */
    String prefix() {
        var prefix = request.optionalText("prefix").orElse("");
        var path = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return path.isEmpty() ? prefix : new EntityPath(path).value() + prefix.substring(path.length());
    }

    /** For operations that read more than the request itself. */
    LineChannel lines() {
        return lines;
    }

    /** How long the caller is willing to wait. */
    Duration timeout() {
        long millis = request.number("timeout_ms", DEFAULT_TIMEOUT_MILLIS);
        if (millis < 1 || millis > MAX_TIMEOUT_MILLIS) {
            throw new IllegalArgumentException(
                    "timeout_ms: " + millis + " (expected: 1 to " + MAX_TIMEOUT_MILLIS + ", which is a day)");
        }
        return Duration.ofMillis(millis);
    }

    /** What to do once the answer has been sent. */
    void afterwards(Runnable step) {
        afterwards = step;
    }

    /** Sends one item of a stream. */
    void item(String json) throws IOException {
        lines.write(answer(json.length() + 32).raw("item", json).close('}').toString());
    }

    void succeed(String result) throws IOException {
        lines.write(answer(result.length() + 48)
                .flag("ok", true)
                .raw("result", result)
                .close('}')
                .toString());
        lines.flush();
        afterwards.run();
    }

    void fail(Refusal refusal) throws IOException {
        lines.write(answer(128).raw("error", describe(refusal)).close('}').toString());
    }

    /** A refusal as every refusal is written. */
    static String describe(Refusal refusal) {
        return new JsonWriter()
                .open('{')
                .text("code", refusal.reason().code())
                .number("exit", refusal.reason().exitStatus())
                .text("message", refusal.getMessage())
                .close('}')
                .toString();
    }

    private JsonWriter answer(int expected) {
        return new JsonWriter(expected).open('{').raw("id", id);
    }
}
